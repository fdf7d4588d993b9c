package dev.mainstay.cache.check.server;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * An instance in a virtual machine of its own, which stays for many schedules.
 */
final class RemoteInstance implements Instance {

	private static final Duration START_LIMIT = Duration.ofSeconds(60);

	private static final Duration ANSWER_LIMIT = Duration.ofMinutes(2);

	private static final int CLOCKS = 20;

	private final Process process;

	private final Socket socket;

	private final ObjectOutputStream orders;

	private final ObjectInputStream answers;

	private RemoteInstance(Process process, Socket socket, InstanceSettings settings) throws IOException {
		this.process = process;
		this.socket = socket;
		socket.setTcpNoDelay(true);
		socket.setSoTimeout((int) ANSWER_LIMIT.toMillis());
		this.orders = new ObjectOutputStream(socket.getOutputStream());
		this.orders.flush();
		this.answers = new ObjectInputStream(socket.getInputStream());
		send(settings);
		receive(Boolean.class);
		checkClock();
	}

	/**
	 * Start a virtual machine with the class path of this one.
	 * @param settings the instance in it
	 * @return the running instance
	 * @throws IOException if it does not start
	 */
	static RemoteInstance start(InstanceSettings settings) throws IOException {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
					InstanceProcess.class.getName(), String.valueOf(server.getLocalPort()))
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			try {
				server.setSoTimeout((int) START_LIMIT.toMillis());
				return new RemoteInstance(process, server.accept(), settings);
			}
			catch (IOException ex) {
				process.destroyForcibly();
				throw ex;
			}
		}
	}

	// Times of both are compared.
	private void checkClock() throws IOException {
		for (int i = 0; i < CLOCKS; i++) {
			long before = System.nanoTime();
			send(Request.CLOCK);
			long there = receive(Long.class);
			long after = System.nanoTime();
			if (there < before || there > after) {
				throw new IllegalStateException(
						"The clocks of two processes differ: %d is not from %d to %d".formatted(there, before, after));
			}
		}
	}

	private void send(Serializable order) throws IOException {
		this.orders.writeObject(order);
		this.orders.flush();
		this.orders.reset();
	}

	private <T> T receive(Class<T> type) throws IOException {
		try {
			return type.cast(this.answers.readObject());
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void begin(Order order) throws IOException {
		send(order);
	}

	@Override
	public Recording end() throws IOException {
		return receive(Recording.class);
	}

	@Override
	public void settle() throws IOException {
		send(Request.SETTLE);
		receive(Boolean.class);
	}

	@Override
	public long hits() throws IOException {
		send(Request.HITS);
		return receive(Long.class);
	}

	/**
	 * Let its process stand still.
	 * @throws IOException if it cannot be stopped
	 * @throws InterruptedException if the thread is interrupted
	 */
	void pause() throws IOException, InterruptedException {
		signal("STOP");
	}

	/**
	 * Let its process go on.
	 * @throws IOException if it cannot be told
	 * @throws InterruptedException if the thread is interrupted
	 */
	void resume() throws IOException, InterruptedException {
		signal("CONT");
	}

	private void signal(String name) throws IOException, InterruptedException {
		Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(this.process.pid())).inheritIO().start();
		if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
			throw new IOException("Process " + this.process.pid() + " does not get SIG" + name);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.socket.close();
			this.process.waitFor(10, TimeUnit.SECONDS);
		}
		catch (IOException ex) {
			// It is gone.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * What is asked besides schedules.
	 */
	enum Request {

		/**
		 * What time it is.
		 */
		CLOCK,

		/**
		 * To settle what is open.
		 */
		SETTLE,

		/**
		 * How many hits there were.
		 */
		HITS

	}

}
