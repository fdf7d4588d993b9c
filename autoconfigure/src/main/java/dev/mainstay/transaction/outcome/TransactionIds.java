package dev.mainstay.transaction.outcome;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.DatabaseProduct;

/**
 * Reads which transactions of PostgreSQL are about to be committed, so that the server
 * can be asked for them later.
 */
final class TransactionIds implements EvidenceSource {

	// Asked for per transaction, not per connection: a session outlives the promotion of
	// its server. The log file tells the timeline of now, the control data that of the
	// last checkpoint.
	static final String SERVER = """
			(SELECT system_identifier FROM pg_control_system()) || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8)""";

	private static final String READ = "SELECT pg_backend_pid(), CAST(pg_current_xact_id_if_assigned() AS text), "
			+ SERVER + " WHERE pg_current_xact_id_if_assigned() IS NOT NULL";

	private static final String INSUFFICIENT_PRIVILEGE = "42501";

	@Override
	public boolean supports(DatabaseProduct product) {
		return product == DatabaseProduct.POSTGRESQL;
	}

	@Override
	public Evidence leave(AdvisedConnection connection) throws SQLException {
		try (PreparedStatement statement = connection.delegate().prepareStatement(READ);
				ResultSet rows = statement.executeQuery()) {
			if (!rows.next()) {
				return Evidence.NOTHING_WRITTEN;
			}
			return new TransactionId(new PostgresBackend(rows.getInt(1), rows.getString(2)), rows.getString(3));
		}
		catch (SQLException ex) {
			if (INSUFFICIENT_PRIVILEGE.equals(ex.getSQLState())) {
				throw new SQLException(problem(connection.dataSource(), ex), ex.getSQLState(), ex);
			}
			throw ex;
		}
	}

	private static String problem(String dataSource, SQLException error) {
		return ("Data source '%s' cannot read which transaction it commits and on which server, which "
				+ "db.transaction.outcome-marker.mode=transaction-id asks for: %s; grant EXECUTE on it to the user")
			.formatted(dataSource, error.getMessage());
	}

	@Override
	public @Nullable String findProblem(String dataSource, DatabaseProduct product, Connection beside)
			throws SQLException {
		try (Statement statement = beside.createStatement()) {
			statement.executeQuery(READ).close();
			return null;
		}
		catch (SQLException ex) {
			if (INSUFFICIENT_PRIVILEGE.equals(ex.getSQLState())) {
				return problem(dataSource, ex);
			}
			throw ex;
		}
	}

}
