package dev.mainstay.testsupport;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A MariaDB server: 300 connections and a log that is written, but not synced, at each
 * commit, which is enough to survive a crash of the server alone.
 * <p>
 * With Docker it runs the image {@code mariadb:10.11}, or the one named by the system
 * property {@code mainstay.test.mariadb.image}.
 */
public final class MariaDbServer extends RelationalServer {

	static final String USERNAME = "mainstay";

	// One statement a line, as MariaDB wants it; run on every start. A user of our own,
	// because root is given passwords and hosts differently by every image.
	static final String INIT_FILE = """
			CREATE USER IF NOT EXISTS '%1$s'@'%%' IDENTIFIED BY '%2$s';
			GRANT ALL PRIVILEGES ON *.* TO '%1$s'@'%%' WITH GRANT OPTION;
			""".formatted(USERNAME, PASSWORD);

	static final Probe PROBE = (host, port) -> {
		String url = url(host, port, "mysql") + "?connectTimeout=5000&socketTimeout=5000";
		try (Connection connection = DriverManager.getConnection(url, USERNAME, PASSWORD)) {
			connection.createStatement().execute("SELECT 1");
		}
	};

	// Without ssl=OFF MariaDB 11.4 makes an RSA key for a certificate of its own on every
	// start, which takes up to ten seconds.
	private static final ServerSettings DEFAULTS = ServerSettings.of("max_connections=300",
			"innodb_buffer_pool_size=64M", "innodb_flush_log_at_trx_commit=2", "skip_name_resolve=ON",
			"character_set_server=utf8mb4", "ssl=OFF");

	private static final int DROP_ATTEMPTS = 5;

	private static final SharedServer<MariaDbServer> SHARED = new SharedServer<>(
			() -> started(new MariaDbServer(create(DEFAULTS), true)));

	private MariaDbServer(ServerInstance instance, boolean shared) {
		super(DatabaseProduct.MARIADB, instance, shared, USERNAME, "mysql");
	}

	/**
	 * Return the running server that all tests of this JVM share.
	 * @return the shared server
	 */
	public static MariaDbServer shared() {
		return SHARED.get();
	}

	/**
	 * Start a server of the caller's own.
	 * @param settings server settings such as {@code wait_timeout=60}
	 * @return the running server
	 */
	public static MariaDbServer startNew(String... settings) {
		return started(new MariaDbServer(create(DEFAULTS.with(settings)), false));
	}

	private static ServerInstance create(ServerSettings settings) {
		return (DatabaseSource.current() == DatabaseSource.DOCKER) ? ContainerInstance.mariaDb(settings)
				: EmbeddedMariaDb.create(settings);
	}

	@Override
	public String jdbcUrl(String databaseName) {
		return url(host(), port(), databaseName);
	}

	@Override
	public void dropDatabase(String name) throws SQLException {
		try (Connection connection = admin(); Statement statement = connection.createStatement()) {
			statement.execute("SET SESSION lock_wait_timeout = 5");
			for (int attempt = 1; true; attempt++) {
				killSessions(connection, name);
				try {
					statement.execute("DROP DATABASE IF EXISTS " + name);
					return;
				}
				catch (SQLException ex) {
					// A killed session gives its locks back only when it notices.
					if (attempt == DROP_ATTEMPTS) {
						throw ex;
					}
				}
			}
		}
	}

	private static void killSessions(Connection connection, String database) throws SQLException {
		try (PreparedStatement query = connection
			.prepareStatement("SELECT id FROM information_schema.processlist WHERE db = ?")) {
			query.setString(1, database);
			List<Long> sessions = new ArrayList<>();
			try (ResultSet rows = query.executeQuery()) {
				while (rows.next()) {
					sessions.add(rows.getLong(1));
				}
			}
			for (Long session : sessions) {
				kill(connection, session);
			}
		}
	}

	private static void kill(Connection connection, long session) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("KILL CONNECTION " + session);
		}
		catch (SQLException ex) {
			int unknownThread = 1094;
			if (ex.getErrorCode() != unknownThread) {
				throw ex;
			}
		}
	}

	private static String url(String host, int port, String databaseName) {
		return "jdbc:mariadb://" + host + ":" + port + "/" + databaseName;
	}

	static Stream<String> argument(String name, String value) {
		return Stream.of("--" + name + "=" + value);
	}

}
