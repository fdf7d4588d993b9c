package dev.mainstay.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes PostgreSQL servers from the embedded binaries.
 */
final class EmbeddedPostgres {

	private static final Duration TOOL_LIMIT = Duration.ofSeconds(60);

	private EmbeddedPostgres() {
	}

	static EmbeddedInstance create(ServerSettings settings) {
		return create(settings, EmbeddedPostgres::initialize);
	}

	/**
	 * Create a server whose data folder is filled by the caller.
	 * @param settings the settings of the server
	 * @param data fills the data folder
	 * @return a server that has not been started
	 */
	static EmbeddedInstance create(ServerSettings settings, DataFolder data) {
		PostgresBinaries binaries = PostgresBinaries.find();
		try {
			Path home = Files.createTempDirectory("mainstay-postgres-");
			Path folder = dataFolder(home);
			data.fill(binaries, home);
			int port = FreePort.next();
			return new EmbeddedInstance(home, port, server(binaries, folder, port, settings),
					(process) -> binaries
						.command("pg_ctl", List.of("-D", folder.toString(), "-m", "fast", "-W", "stop"))
						.run(home, home.resolve("pg_ctl.log"), TOOL_LIMIT),
					PostgresServer.PROBE);
		}
		catch (IOException ex) {
			throw new DatabaseServerException("Cannot prepare a PostgreSQL data folder", ex);
		}
	}

	static Path dataFolder(Path home) {
		return home.resolve("data");
	}

	private static Command server(PostgresBinaries binaries, Path folder, int port, ServerSettings settings) {
		List<String> arguments = new ArrayList<>(List.of("-D", folder.toString(), "-p", String.valueOf(port)));
		arguments.addAll(settings.with("listen_addresses=127.0.0.1", "unix_socket_directories=")
			.asArguments(PostgresServer::arguments));
		return binaries.command("postgres", arguments);
	}

	// Plain passwords, because hashing them costs milliseconds for each of thousands of
	// connections, while a wrong one is still rejected.
	private static void initialize(PostgresBinaries binaries, Path home) throws IOException {
		Path password = Files.writeString(home.resolve("password"), RelationalServer.PASSWORD);
		binaries
			.command("initdb",
					List.of("-D", dataFolder(home).toString(), "-U", PostgresServer.USERNAME, "--pwfile=" + password,
							"-A", "password", "-E", "UTF8", "--no-locale", "--no-sync"))
			.run(home, home.resolve("initdb.log"), TOOL_LIMIT);
	}

	/**
	 * Fills the {@link #dataFolder data folder} of a new server.
	 */
	@FunctionalInterface
	interface DataFolder {

		void fill(PostgresBinaries binaries, Path home) throws IOException;

	}

}
