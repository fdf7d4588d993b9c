package dev.mainstay.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL hot standby together with the primary it follows by streaming replication.
 * <p>
 * Both are private servers with the same settings and can be stopped, killed and started
 * one by one. They always run from the embedded binaries, also when the other servers of
 * the run are containers: the standby starts from a copy of the data folder of the
 * primary and finds it on 127.0.0.1, and containers share neither.
 */
public final class PostgresStandby implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final Duration POLL = Duration.ofMillis(20);

	private final PostgresServer primary;

	private final PostgresServer server;

	private PostgresStandby(PostgresServer primary, PostgresServer server) {
		this.primary = primary;
		this.server = server;
	}

	/**
	 * Start a primary and its standby, and wait until it streams.
	 * @param settings settings of both servers such as {@code max_connections=20}
	 * @return the streaming standby
	 */
	public static PostgresStandby startWithPrimary(String... settings) {
		ServerSettings merged = PostgresServer.DEFAULTS.with("wal_keep_size=64MB", "wal_retrieve_retry_interval=200ms")
			.with(settings);
		EmbeddedInstance first = EmbeddedPostgres.create(merged);
		PostgresServer primary = started(first);
		try {
			// At rest for the copy, and after a first start, because a standby insists
			// on the settings the primary last ran with.
			primary.stop();
			EmbeddedInstance copy = EmbeddedPostgres.create(merged, (binaries, home) -> follow(first, home));
			primary.start();
			PostgresStandby standby = new PostgresStandby(primary, started(copy));
			standby.awaitStreaming();
			return standby;
		}
		catch (RuntimeException ex) {
			primary.close();
			throw ex;
		}
	}

	private static PostgresServer started(EmbeddedInstance instance) {
		return DatabaseServer.started(new PostgresServer(instance, false));
	}

	private static void follow(EmbeddedInstance primary, Path home) throws IOException {
		Path folder = EmbeddedPostgres.dataFolder(home);
		FileSystemUtils.copyRecursively(EmbeddedPostgres.dataFolder(primary.home()), folder);
		Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
		Files.writeString(folder.resolve("postgresql.auto.conf"),
				"primary_conninfo = 'host=%s port=%d user=%s password=%s'%n".formatted(primary.host(), primary.port(),
						PostgresServer.USERNAME, RelationalServer.PASSWORD));
		Files.createFile(folder.resolve("standby.signal"));
	}

	/**
	 * Return the server this standby was made to follow.
	 * @return the primary
	 */
	public PostgresServer primary() {
		return this.primary;
	}

	/**
	 * Return the standby itself, which is read-only until it is promoted.
	 * @return the standby
	 */
	public PostgresServer server() {
		return this.server;
	}

	/**
	 * Make the standby accept writes; the primary is not told.
	 */
	public void promote() {
		try (Connection connection = this.server.admin(); Statement statement = connection.createStatement()) {
			if (!isTrue(statement, "SELECT pg_promote(true, " + LIMIT.toSeconds() + ")")) {
				throw new DatabaseServerException("The standby was not promoted within " + LIMIT, null);
			}
		}
		catch (SQLException ex) {
			throw new DatabaseServerException("The standby cannot be promoted", ex);
		}
	}

	/**
	 * Wait until the standby is connected to the primary and has replayed all that the
	 * primary has written so far.
	 */
	public void awaitStreaming() {
		Awaitility.await("standby streaming")
			.atMost(LIMIT)
			.pollDelay(Duration.ZERO)
			.pollInterval(POLL)
			.ignoreExceptionsInstanceOf(SQLException.class)
			.until(this::isStreaming);
	}

	private boolean isStreaming() throws SQLException {
		try (Connection connection = this.primary.admin(); Statement statement = connection.createStatement()) {
			return isTrue(statement, """
					SELECT count(*) > 0 FROM pg_stat_replication
					WHERE state = 'streaming' AND replay_lsn >= pg_current_wal_lsn()
					""");
		}
	}

	private static boolean isTrue(Statement statement, String query) throws SQLException {
		try (ResultSet rows = statement.executeQuery(query)) {
			return rows.next() && rows.getBoolean(1);
		}
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		finally {
			this.primary.close();
		}
	}

}
