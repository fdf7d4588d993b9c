package dev.mainstay.pool;

import java.sql.Connection;
import java.sql.SQLException;

import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.springframework.util.ClassUtils;

/**
 * What PostgreSQL's driver knows about the transaction of a session, which the server
 * tells it with every answer.
 */
final class PostgresTransaction {

	private static final boolean DRIVER_PRESENT = ClassUtils.isPresent("org.postgresql.core.BaseConnection",
			PostgresTransaction.class.getClassLoader());

	private PostgresTransaction() {
	}

	static boolean isFailed(Connection connection) throws SQLException {
		return DRIVER_PRESENT && connection.isWrapperFor(BaseConnection.class)
				&& Known.state(connection) == TransactionState.FAILED;
	}

	static boolean isIdle(Connection connection) throws SQLException {
		return DRIVER_PRESENT && connection.isWrapperFor(BaseConnection.class)
				&& Known.state(connection) == TransactionState.IDLE;
	}

	static boolean isOpen(Connection connection) throws SQLException {
		return DRIVER_PRESENT && !connection.isClosed() && connection.isWrapperFor(BaseConnection.class)
				&& Known.state(connection) != TransactionState.IDLE;
	}

	/**
	 * Keeps the driver's class out of the way where it is absent.
	 */
	private static final class Known {

		static TransactionState state(Connection connection) throws SQLException {
			return connection.unwrap(BaseConnection.class).getTransactionState();
		}

	}

}
