package dev.mainstay.testsupport;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The servers this JVM has created and not closed; a shutdown hook closes them.
 */
final class OpenServers {

	private static final Set<ServerInstance> INSTANCES = ConcurrentHashMap.newKeySet();

	private static volatile boolean ending;

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(OpenServers::closeAll, "mainstay-test-servers"));
	}

	private OpenServers() {
	}

	static void add(ServerInstance instance) {
		INSTANCES.add(instance);
		if (ending) {
			throw new IllegalStateException("No new server: the JVM is shutting down");
		}
	}

	static void remove(ServerInstance instance) {
		INSTANCES.remove(instance);
	}

	private static void closeAll() {
		ending = true;
		INSTANCES.parallelStream().forEach((instance) -> {
			try {
				instance.close();
			}
			catch (RuntimeException ex) {
				// One stubborn server must not keep the others alive. Loggers may be
				// gone.
				System.err.println("test-support: cannot close a server: " + ex);
			}
		});
	}

}
