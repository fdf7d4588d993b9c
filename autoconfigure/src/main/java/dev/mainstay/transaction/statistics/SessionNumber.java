package dev.mainstay.transaction.statistics;

import java.sql.Connection;
import java.sql.SQLException;

import org.postgresql.PGConnection;
import org.springframework.util.ClassUtils;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.DatabaseProduct;

/**
 * The number that a database knows a session by. Drivers keep it, so nothing is asked
 * for.
 */
final class SessionNumber {

	static final long UNKNOWN = 0;

	private static final boolean POSTGRESQL_PRESENT = isPresent("org.postgresql.PGConnection");

	private static final boolean MARIADB_PRESENT = isPresent("org.mariadb.jdbc.Connection");

	private SessionNumber() {
	}

	private static boolean isPresent(String className) {
		return ClassUtils.isPresent(className, SessionNumber.class.getClassLoader());
	}

	static long of(AdvisedConnection connection) throws SQLException {
		DatabaseProduct product = connection.product();
		if (product == DatabaseProduct.POSTGRESQL && POSTGRESQL_PRESENT) {
			return Postgres.session(connection.delegate());
		}
		if (product == DatabaseProduct.MYSQL && MARIADB_PRESENT) {
			return MariaDb.session(connection.delegate());
		}
		return UNKNOWN;
	}

	/**
	 * Keeps the driver's class out of the way where it is absent.
	 */
	private static final class Postgres {

		static long session(Connection connection) throws SQLException {
			return connection.isWrapperFor(PGConnection.class) ? connection.unwrap(PGConnection.class).getBackendPID()
					: UNKNOWN;
		}

	}

	/**
	 * Keeps the driver's class out of the way where it is absent.
	 */
	private static final class MariaDb {

		static long session(Connection connection) throws SQLException {
			return connection.unwrap(org.mariadb.jdbc.Connection.class).getThreadId();
		}

	}

}
