package dev.mainstay.pool;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.DatabaseProduct;

/**
 * What a server allows its clients, as far as it says so.
 *
 * @param maxConnections how many connections it takes, without the reserved ones;
 * {@code null} if it does not say
 * @param idleTimeout how long a session may rest; {@code null} if for ever or not said
 * @param idleTimeoutName the name of the server's setting for it
 */
record ServerLimits(@Nullable Integer maxConnections, @Nullable Duration idleTimeout, String idleTimeoutName) {

	/**
	 * Return whether servers of a product can be asked for their limits.
	 * @param product the product
	 * @return whether a question is worth a connection
	 */
	static boolean areToldBy(DatabaseProduct product) {
		return product == DatabaseProduct.POSTGRESQL || product == DatabaseProduct.MYSQL;
	}

	/**
	 * Ask a server.
	 * @param connection a connection to it
	 * @param product its product
	 * @return its limits; none for products that have none
	 * @throws SQLException if it does not answer
	 */
	static ServerLimits read(Connection connection, DatabaseProduct product) throws SQLException {
		return switch (product) {
			case POSTGRESQL -> postgresql(connection);
			case MYSQL -> mysql(connection);
			default -> new ServerLimits(null, null, "");
		};
	}

	private static ServerLimits postgresql(Connection connection) throws SQLException {
		Map<String, Long> settings = numbers(connection,
				"SELECT name, setting FROM pg_settings WHERE name IN ('max_connections', "
						+ "'superuser_reserved_connections', 'reserved_connections', 'idle_session_timeout')");
		Long maximum = settings.get("max_connections");
		long reserved = settings.getOrDefault("superuser_reserved_connections", 0L)
				+ settings.getOrDefault("reserved_connections", 0L);
		long idleMillis = settings.getOrDefault("idle_session_timeout", 0L);
		return new ServerLimits((maximum != null) ? (int) (maximum - reserved) : null,
				(idleMillis > 0) ? Duration.ofMillis(idleMillis) : null, "idle_session_timeout");
	}

	private static ServerLimits mysql(Connection connection) throws SQLException {
		Map<String, Long> settings = numbers(connection, "SELECT 'max_connections', @@max_connections UNION ALL "
				+ "SELECT 'wait_timeout', @@wait_timeout UNION ALL SELECT 'user', @@max_user_connections");
		Long maximum = settings.get("max_connections");
		long perUser = settings.getOrDefault("user", 0L);
		if (maximum != null && perUser > 0) {
			maximum = Math.min(maximum, perUser);
		}
		long idleSeconds = settings.getOrDefault("wait_timeout", 0L);
		return new ServerLimits((maximum != null) ? maximum.intValue() : null,
				(idleSeconds > 0) ? Duration.ofSeconds(idleSeconds) : null, "wait_timeout");
	}

	private static Map<String, Long> numbers(Connection connection, String sql) throws SQLException {
		Map<String, Long> numbers = new HashMap<>();
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				numbers.put(rows.getString(1), rows.getLong(2));
			}
		}
		return numbers;
	}

}
