package dev.mainstay.testsupport;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/**
 * A PostgreSQL server: 300 connections, {@code pg_stat_statements} preloaded, and no
 * {@code fsync}, which a crash of the server alone does not need.
 * <p>
 * With Docker it runs the image {@code postgres:15}, or the one named by the system
 * property {@code mainstay.test.postgres.image}, which has to contain
 * {@code pg_stat_statements} as the official ones do.
 */
public final class PostgresServer extends RelationalServer {

	static final String USERNAME = "postgres";

	static final Probe PROBE = (host, port) -> {
		String url = url(host, port, "postgres") + "?connectTimeout=5&socketTimeout=5&loginTimeout=5";
		try (Connection connection = DriverManager.getConnection(url, USERNAME, PASSWORD)) {
			connection.createStatement().execute("SELECT 1");
		}
	};

	static final ServerSettings DEFAULTS = ServerSettings.of("max_connections=300",
			"shared_preload_libraries=pg_stat_statements", "fsync=off", "full_page_writes=off", "timezone=UTC");

	private static final SharedServer<PostgresServer> SHARED = new SharedServer<>(
			() -> started(new PostgresServer(create(DEFAULTS), true)));

	PostgresServer(ServerInstance instance, boolean shared) {
		super(DatabaseProduct.POSTGRES, instance, shared, USERNAME, "postgres");
	}

	/**
	 * Return the running server that all tests of this JVM share.
	 * @return the shared server
	 */
	public static PostgresServer shared() {
		return SHARED.get();
	}

	/**
	 * Start a server of the caller's own.
	 * @param settings server settings such as {@code max_connections=20}
	 * @return the running server
	 */
	public static PostgresServer startNew(String... settings) {
		return started(new PostgresServer(create(DEFAULTS.with(settings)), false));
	}

	private static ServerInstance create(ServerSettings settings) {
		return (DatabaseSource.current() == DatabaseSource.DOCKER) ? ContainerInstance.postgres(settings)
				: EmbeddedPostgres.create(settings);
	}

	@Override
	public String jdbcUrl(String databaseName) {
		return url(host(), port(), databaseName);
	}

	@Override
	public void dropDatabase(String name) throws SQLException {
		try (Connection connection = admin(); Statement statement = connection.createStatement()) {
			statement.execute("SET statement_timeout = '30s'");
			statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
		}
	}

	private static String url(String host, int port, String databaseName) {
		return "jdbc:postgresql://" + host + ":" + port + "/" + databaseName;
	}

	static Stream<String> arguments(String name, String value) {
		return Stream.of("-c", name + "=" + value);
	}

}
