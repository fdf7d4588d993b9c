package dev.mainstay.transaction.strategy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.StatementLimit;
import dev.mainstay.datasource.TransactionHook;
import dev.mainstay.datasource.TransactionState;

/**
 * Gives the statements of a transaction the longest time that its strategy allows, or the
 * segment that its connection was taken for, and takes it back when the transaction is
 * over. The server keeps the time: there is no timer here.
 */
public final class StatementTimeoutHook implements TransactionHook {

	private static final Logger logger = LoggerFactory.getLogger(StatementTimeoutHook.class);

	private final CurrentStrategy current;

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	/**
	 * Create the hook.
	 * @param current what knows the strategy of the transaction that begins
	 */
	public StatementTimeoutHook(CurrentStrategy current) {
		this.current = current;
	}

	@Override
	public void beginning(AdvisedConnection connection) throws SQLException {
		StatementLimit limit = limit(connection);
		if (limit == null) {
			return;
		}
		StatementTimeouts timeouts = StatementTimeouts.of(connection.product());
		if (timeouts == null) {
			tellMissing(connection.dataSource(), connection.product());
			return;
		}
		execute(connection.delegate(), timeouts.setting(limit.duration()));
		connection.attach(this, timeouts);
		connection.limitStatements(limit);
	}

	private @Nullable StatementLimit limit(AdvisedConnection connection) {
		TransactionStrategy strategy = this.current.get();
		Duration limit = (strategy != null) ? strategy.statementTimeout() : null;
		return (strategy != null && limit != null) ? new StatementLimit(strategy.property("statement-timeout"), limit)
				: connection.transactionLimit();
	}

	private void tellMissing(String dataSource, DatabaseProduct product) {
		if (this.told.add(dataSource)) {
			logger.info(
					"Data source '{}': the statement timeouts of transaction strategies and segments do not hold, because {} "
							+ "has none that is known",
					dataSource, product.displayName());
		}
	}

	@Override
	public void ended(AdvisedConnection connection, TransactionState outcome) {
		if (!(connection.attachment(this) instanceof StatementTimeouts timeouts)) {
			return;
		}
		connection.limitStatements(null);
		// After an unknown outcome nobody is lent this connection again.
		if (timeouts.restoring() == null || outcome == TransactionState.UNKNOWN) {
			return;
		}
		try {
			execute(connection.delegate(), List.of(timeouts.restoring()));
		}
		catch (SQLException ex) {
			// Whoever got the session next would have its limit.
			connection.retire();
			logger.debug("Data source '{}': a connection is not lent again, because its session refused to have "
					+ "its limit back", connection.dataSource(), ex);
		}
	}

	private static void execute(Connection connection, List<String> statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

}
