package dev.mainstay.testsupport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A Redis server without a password that writes an append-only file, so that it comes
 * back with its data.
 * <p>
 * With Docker it runs the image {@code redis:7}, or the one named by the system property
 * {@code mainstay.test.redis.image}.
 */
public final class RedisServer extends DatabaseServer {

	static final Probe PROBE = RedisServer::ping;

	private static final ServerSettings DEFAULTS = ServerSettings.of("appendonly=yes", "appendfsync=no", "save=");

	private static final SharedServer<RedisServer> SHARED = new SharedServer<>(
			() -> started(new RedisServer(create(DEFAULTS), true)));

	private RedisServer(ServerInstance instance, boolean shared) {
		super(DatabaseProduct.REDIS, instance, shared);
	}

	/**
	 * Return the running server that all tests of this JVM share.
	 * @return the shared server
	 */
	public static RedisServer shared() {
		return SHARED.get();
	}

	/**
	 * Start a server of the caller's own.
	 * @param settings server settings such as {@code maxmemory=10mb}
	 * @return the running server
	 */
	public static RedisServer startNew(String... settings) {
		return started(new RedisServer(create(DEFAULTS.with(settings)), false));
	}

	/**
	 * Start a server of the caller's own that is in no container, so that others like it
	 * reach it where tests do.
	 * @param settings server settings such as {@code maxmemory=10mb}
	 * @return the running server
	 */
	public static RedisServer startNewEmbedded(String... settings) {
		return started(new RedisServer(EmbeddedRedis.create(DEFAULTS.with(settings)), false));
	}

	private static ServerInstance create(ServerSettings settings) {
		return (DatabaseSource.current() == DatabaseSource.DOCKER) ? ContainerInstance.redis(settings)
				: EmbeddedRedis.create(settings);
	}

	public String uri() {
		return "redis://" + host() + ":" + port();
	}

	private static void ping(String host, int port) throws IOException {
		byte[] expected = "+PONG".getBytes(StandardCharsets.US_ASCII);
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(host, port), 5000);
			socket.setSoTimeout(5000);
			socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
			byte[] answer = socket.getInputStream().readNBytes(expected.length);
			if (!Arrays.equals(answer, expected)) {
				throw new IOException("Redis answers " + new String(answer, StandardCharsets.US_ASCII));
			}
		}
	}

	static Stream<String> arguments(String name, String value) {
		return Stream.of("--" + name, value);
	}

}
