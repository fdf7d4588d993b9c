package dev.mainstay.testsupport;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/**
 * Where the servers of this run come from. A Docker engine is used if one answers, the
 * embedded binaries otherwise; the system property {@value #PROPERTY} forces either.
 */
enum DatabaseSource {

	/**
	 * Processes of this machine, from the binaries on Maven Central.
	 */
	EMBEDDED,

	/**
	 * Containers, by Testcontainers.
	 */
	DOCKER;

	static final String PROPERTY = "mainstay.test.databases";

	private static @Nullable DatabaseSource detected;

	static DatabaseSource current() {
		String forced = System.getProperty(PROPERTY);
		return (forced != null && !forced.isBlank()) ? of(forced.trim()) : detect();
	}

	private static DatabaseSource of(String value) {
		return Stream.of(values())
			.filter((source) -> source.name().toLowerCase(Locale.ROOT).equals(value))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(
					"System property '" + PROPERTY + "' must be 'embedded' or 'docker' but is '" + value + "'"));
	}

	private static synchronized DatabaseSource detect() {
		if (detected == null) {
			detected = (isEngineLikely() && DockerClientFactory.instance().isDockerAvailable()) ? DOCKER : EMBEDDED;
		}
		return detected;
	}

	// Testcontainers is slow and loud when it finds no engine, so it is only asked if
	// somebody listens.
	private static boolean isEngineLikely() {
		Path home = Path.of(System.getProperty("user.home"));
		return System.getenv("DOCKER_HOST") != null || configuresHost(home.resolve(".testcontainers.properties"))
				|| Stream
					.of(Path.of("/var/run/docker.sock"), home.resolve(".docker/run/docker.sock"),
							home.resolve(".docker/desktop/docker.sock"), runtimeFolder().resolve("docker.sock"))
					.anyMatch(DatabaseSource::isListening)
				|| Files.exists(Path.of("//./pipe/docker_engine"));
	}

	private static boolean configuresHost(Path settings) {
		try {
			return Files.isReadable(settings) && Files.readAllLines(settings)
				.stream()
				.anyMatch((line) -> line.startsWith("docker.host") || line.startsWith("tc.host"));
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static Path runtimeFolder() {
		String folder = System.getenv("XDG_RUNTIME_DIR");
		return Path.of((folder != null) ? folder : "/run");
	}

	private static boolean isListening(Path socket) {
		if (!Files.exists(socket)) {
			return false;
		}
		SocketAddress address = UnixDomainSocketAddress.of(socket);
		try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			return channel.connect(address);
		}
		catch (IOException ex) {
			return false;
		}
	}

}
