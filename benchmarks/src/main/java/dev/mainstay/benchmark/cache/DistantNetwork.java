package dev.mainstay.benchmark.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.mainstay.testsupport.RelationalServer;

/**
 * A way to a server on which answers take up to a few milliseconds, each another time.
 * What was read is older when it arrives, and a commit is known later than it is done.
 */
final class DistantNetwork implements AutoCloseable {

	private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

	private final RelationalServer server;

	private final ServerSocket entrance;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	DistantNetwork(RelationalServer server) throws IOException {
		this.server = server;
		this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		start(this::accept);
	}

	String through(String url) {
		return url.replace(this.server.host() + ":" + this.server.port(),
				this.entrance.getInetAddress().getHostAddress() + ":" + this.entrance.getLocalPort());
	}

	private void accept() {
		while (!this.entrance.isClosed()) {
			try {
				Socket client = open(this.entrance.accept());
				Socket server = open(new Socket(this.server.host(), this.server.port()));
				start(() -> copy(client, server, 0));
				start(() -> copy(server, client, LONGEST_NANOS));
			}
			catch (IOException ex) {
				// It was closed, or the client will find out.
			}
		}
	}

	private Socket open(Socket socket) throws IOException {
		socket.setTcpNoDelay(true);
		this.sockets.add(socket);
		return socket;
	}

	private void copy(Socket from, Socket to, long longestNanos) {
		byte[] buffer = new byte[64 * 1024];
		try (from; to; InputStream source = from.getInputStream(); OutputStream sink = to.getOutputStream()) {
			for (int length = source.read(buffer); length >= 0; length = source.read(buffer)) {
				if (longestNanos > 0) {
					LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longestNanos));
				}
				sink.write(buffer, 0, length);
			}
		}
		catch (IOException ex) {
			// Both ends are closed now.
		}
		finally {
			this.sockets.remove(from);
			this.sockets.remove(to);
		}
	}

	private static void start(Runnable work) {
		Thread thread = new Thread(work, "distant-network");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.entrance.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

}
