package dev.mainstay.testsupport;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import redis.embedded.core.ExecutableProvider;

/**
 * Makes Redis servers from the binaries of embedded-redis.
 */
final class EmbeddedRedis {

	private EmbeddedRedis() {
	}

	static EmbeddedInstance create(ServerSettings settings) {
		try {
			Path home = Files.createTempDirectory("mainstay-redis-");
			File executable = ExecutableProvider.newJarResourceProvider(home.toFile()).get();
			int port = FreePort.next();
			List<String> line = new ArrayList<>(
					List.of(executable.getPath(), "--bind", "127.0.0.1", "--port", String.valueOf(port)));
			line.addAll(settings.asArguments(RedisServer::arguments));
			return new EmbeddedInstance(home, port, new Command(line, Map.of()), ProcessHandle::destroy,
					RedisServer.PROBE);
		}
		catch (IOException ex) {
			throw new DatabaseServerException("Cannot unpack Redis", ex);
		}
	}

}
