package dev.mainstay.transaction.outcome;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.DatabaseProduct;

/**
 * A way for transactions to leave evidence behind. Safe for use by many threads.
 */
interface EvidenceSource {

	boolean supports(DatabaseProduct product);

	/**
	 * Leave evidence in the transaction of a connection.
	 * @param connection the connection, about to commit
	 * @return the evidence, or {@code null} if none could be left but the transaction may
	 * go on
	 * @throws SQLException if the transaction must not be committed
	 */
	@Nullable Evidence leave(AdvisedConnection connection) throws SQLException;

	/**
	 * Return what is missing for transactions of a data source to leave evidence.
	 * @param dataSource the bean name
	 * @param product what it connects to
	 * @param beside a new connection to it
	 * @return what is missing and what to do about it, or {@code null} if all is well
	 * @throws SQLException if that cannot be told
	 */
	@Nullable String findProblem(String dataSource, DatabaseProduct product, Connection beside) throws SQLException;

}
