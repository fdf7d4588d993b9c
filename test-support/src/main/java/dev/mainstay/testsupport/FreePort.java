package dev.mainstay.testsupport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses ports for servers that come back on the port they had.
 */
final class FreePort {

	// Below the ephemeral ranges of Linux, macOS and Windows. From inside such a range
	// the kernel could give the port of a stopped server to an outgoing connection; a
	// client dialling the stopped server could even be connected to itself.
	private static final int FIRST = 15_000;

	private static final int LAST = 31_999;

	private static final int ATTEMPTS = 1000;

	// Test processes that run beside each other have ports of their own, as one does not
	// know which servers of the other are to come back.
	private static final int SLICES = 4;

	private static final int SLICE = (Integer.getInteger("mainstay.test.process", 1) - 1) % SLICES;

	private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();

	private FreePort() {
	}

	/**
	 * Return a port of 127.0.0.1 that nobody listens on and that this JVM has not been
	 * given before.
	 * @return a free port
	 */
	static int next() {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			int port = FIRST + SLICE + SLICES * ThreadLocalRandom.current().nextInt((LAST + 1 - FIRST) / SLICES);
			if (TAKEN.add(port) && isFree(port)) {
				return port;
			}
		}
		throw new DatabaseServerException("No free port found in " + ATTEMPTS + " attempts", null);
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.setReuseAddress(false);
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
