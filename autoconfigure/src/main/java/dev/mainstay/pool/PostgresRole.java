package dev.mainstay.pool;

import java.sql.Connection;
import java.sql.SQLException;

import org.postgresql.PGConnection;
import org.springframework.util.ClassUtils;

/**
 * Knows whether a PostgreSQL session can write at all. Since version 14 the server tells
 * its clients without being asked ({@code in_hot_standby} and
 * {@code default_transaction_read_only} are reported parameters).
 */
final class PostgresRole {

	private static final boolean DRIVER_PRESENT = ClassUtils.isPresent("org.postgresql.PGConnection",
			PostgresRole.class.getClassLoader());

	private PostgresRole() {
	}

	/**
	 * Return whether the server refuses all writes of a session.
	 * @param connection the session
	 * @return whether it does; {@code false} where neither driver nor server tell
	 * @throws SQLException if the connection is closed
	 */
	static boolean isReadOnly(Connection connection) throws SQLException {
		return DRIVER_PRESENT && connection.isWrapperFor(PGConnection.class) && Reported.isReadOnly(connection);
	}

	/**
	 * Return whether the server of a session is a standby.
	 * @param connection the session
	 * @return whether it is; {@code false} where neither driver nor server tell
	 * @throws SQLException if the connection is closed
	 */
	static boolean isStandby(Connection connection) throws SQLException {
		return DRIVER_PRESENT && connection.isWrapperFor(PGConnection.class) && Reported.isStandby(connection);
	}

	/**
	 * Keeps the driver's class out of the way where it is absent.
	 */
	private static final class Reported {

		static boolean isReadOnly(Connection connection) throws SQLException {
			PGConnection session = connection.unwrap(PGConnection.class);
			return isStandby(session) || "on".equals(session.getParameterStatus("default_transaction_read_only"));
		}

		static boolean isStandby(Connection connection) throws SQLException {
			return isStandby(connection.unwrap(PGConnection.class));
		}

		private static boolean isStandby(PGConnection session) {
			return "on".equals(session.getParameterStatus("in_hot_standby"));
		}

	}

}
