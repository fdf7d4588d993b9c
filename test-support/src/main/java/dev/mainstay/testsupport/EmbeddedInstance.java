package dev.mainstay.testsupport;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * A server that runs as a process of this machine, with all its files in one folder.
 */
final class EmbeddedInstance implements ServerInstance {

	private static final Duration START_LIMIT = Duration.ofSeconds(60);

	private static final long POLL_MILLIS = 10;

	private final Path home;

	private final int port;

	private final Command server;

	private final OrderlyStop orderlyStop;

	private final Probe probe;

	private volatile @Nullable ServerProcess process;

	private volatile boolean closed;

	/**
	 * Create a server that has not been started.
	 * @param home the folder that goes away with the server
	 * @param port the port the command makes the server listen on
	 * @param server the program that stays in the foreground as the server
	 * @param orderlyStop how to ask the server to shut down
	 * @param probe how to find out that the server is ready
	 */
	EmbeddedInstance(Path home, int port, Command server, OrderlyStop orderlyStop, Probe probe) {
		this.home = home;
		this.port = port;
		this.server = server;
		this.orderlyStop = orderlyStop;
		this.probe = probe;
		OpenServers.add(this);
	}

	Path home() {
		return this.home;
	}

	@Override
	public String host() {
		return "127.0.0.1";
	}

	@Override
	public int port() {
		return this.port;
	}

	@Override
	public synchronized void start() {
		if (isRunning()) {
			return;
		}
		if (this.closed) {
			throw new IllegalStateException("The server at port " + this.port + " is closed");
		}
		ServerProcess started = ServerProcess.start(this.server, this.home);
		this.process = started;
		boolean ready = false;
		try {
			awaitReady(started);
			ready = !this.closed;
		}
		finally {
			if (!ready) {
				started.kill();
			}
		}
	}

	private void awaitReady(ServerProcess started) {
		long begin = System.nanoTime();
		while (true) {
			try {
				this.probe.ask(host(), this.port);
				return;
			}
			catch (IOException | SQLException ex) {
				if (started.endsWithin(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
					throw new DatabaseServerException("The server ended while starting" + started.logTail(), ex);
				}
				if (System.nanoTime() - begin > START_LIMIT.toNanos()) {
					throw new DatabaseServerException(
							"The server did not answer within " + START_LIMIT + started.logTail(), ex);
				}
			}
		}
	}

	@Override
	public synchronized void stop() {
		ServerProcess running = this.process;
		if (running != null && running.isAlive()) {
			running.stop(this.orderlyStop);
		}
	}

	@Override
	public synchronized void kill() {
		ServerProcess running = this.process;
		if (running != null) {
			running.kill();
		}
	}

	@Override
	public boolean isRunning() {
		ServerProcess running = this.process;
		return running != null && running.isAlive();
	}

	@Override
	public void close() {
		this.closed = true;
		ServerProcess running = this.process;
		if (running != null) {
			running.kill();
		}
		try {
			FileSystemUtils.deleteRecursively(this.home);
		}
		catch (IOException ex) {
			throw new DatabaseServerException("Cannot delete " + this.home, ex);
		}
		OpenServers.remove(this);
	}

	/**
	 * Asks a server process to shut down; returns before it has ended.
	 */
	@FunctionalInterface
	interface OrderlyStop {

		void request(ProcessHandle process);

	}

}
