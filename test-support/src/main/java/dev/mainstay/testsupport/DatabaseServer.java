package dev.mainstay.testsupport;

/**
 * A real server on 127.0.0.1 that a test can stop, crash and start again.
 * <p>
 * It keeps its port and its committed data over {@link #stop()} and {@link #kill()}; both
 * are gone after {@link #close()}. Every call is bounded in time and throws
 * {@link DatabaseServerException} when the server does not comply. The server shared by
 * all tests of a process only starts: asking it to stop or die fails, because other tests
 * use it.
 */
public abstract sealed class DatabaseServer implements AutoCloseable permits RelationalServer, RedisServer {

	private final DatabaseProduct product;

	private final ServerInstance instance;

	private final boolean shared;

	DatabaseServer(DatabaseProduct product, ServerInstance instance, boolean shared) {
		this.product = product;
		this.instance = instance;
		this.shared = shared;
	}

	static <T extends DatabaseServer> T started(T server) {
		DatabaseServer started = server;
		try {
			started.instance.start();
			return server;
		}
		catch (RuntimeException ex) {
			started.instance.close();
			throw ex;
		}
	}

	public final DatabaseProduct product() {
		return this.product;
	}

	public final String host() {
		return this.instance.host();
	}

	public final int port() {
		return this.instance.port();
	}

	/**
	 * Start the server and wait until it answers; does nothing if it is running.
	 */
	public final void start() {
		this.instance.start();
	}

	/**
	 * Shut the server down in order, disconnecting its clients; does nothing if it is not
	 * running.
	 */
	public final void stop() {
		rejectIfShared("stopped");
		this.instance.stop();
	}

	/**
	 * Crash the server as the loss of its machine would: all its processes get SIGKILL
	 * and are gone when this returns. Does nothing if it is not running.
	 */
	public final void kill() {
		rejectIfShared("killed");
		this.instance.kill();
	}

	public final boolean isRunning() {
		return this.instance.isRunning();
	}

	/**
	 * Crash the server if it runs and delete everything it stored. Does nothing to the
	 * shared server, which ends with the JVM.
	 */
	@Override
	public final void close() {
		if (!this.shared) {
			this.instance.close();
		}
	}

	@Override
	public String toString() {
		return this.product.label() + " at " + host() + ":" + port();
	}

	private void rejectIfShared(String action) {
		if (this.shared) {
			throw new IllegalStateException("The shared " + this.product.label() + " server must not be " + action
					+ "; use startNew() for a server of your own");
		}
	}

}
