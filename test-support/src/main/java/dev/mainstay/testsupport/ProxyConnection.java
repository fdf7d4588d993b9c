package dev.mainstay.testsupport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One client of a {@link TcpProxy} with the connection made to the server on its behalf.
 */
final class ProxyConnection {

	private static final int CONNECT_MILLIS = 5000;

	private static final int BUFFER_BYTES = 16 * 1024;

	private final Socket client;

	private final Socket server = new Socket();

	private final ProxyGate gate;

	private final RequestInterceptor interceptor;

	private final Consumer<ProxyConnection> onEnd;

	private final AtomicInteger openDirections = new AtomicInteger(2);

	private volatile boolean ended;

	private volatile boolean answerLost;

	private volatile boolean clientLost;

	ProxyConnection(Socket client, ProxyGate gate, RequestInterceptor interceptor, Consumer<ProxyConnection> onEnd) {
		this.client = client;
		this.gate = gate;
		this.interceptor = interceptor;
		this.onEnd = onEnd;
	}

	/**
	 * Connect to the server once the gate is open, then forward until both sides are
	 * done. Returns when the direction from the client is done.
	 * @param host the host of the server
	 * @param port the port of the server
	 */
	void open(String host, int port) {
		if (!this.gate.pass(() -> this.ended)) {
			return;
		}
		try {
			this.client.setTcpNoDelay(true);
			this.server.setTcpNoDelay(true);
			this.server.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
		}
		catch (IOException ex) {
			reset();
			return;
		}
		daemon(Thread.currentThread().getName() + "-back", () -> forward(this.server, this.client, this::answer));
		forward(this.client, this.server, this::request);
	}

	private void forward(Socket from, Socket to, Transfer transfer) {
		try {
			InputStream input = from.getInputStream();
			OutputStream output = to.getOutputStream();
			byte[] buffer = new byte[BUFFER_BYTES];
			for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
				if (!this.gate.pass(() -> this.ended)) {
					return;
				}
				transfer.write(output, buffer, length);
			}
			if (this.gate.pass(() -> this.ended)) {
				to.shutdownOutput();
				if (this.openDirections.decrementAndGet() == 0) {
					end();
				}
			}
		}
		catch (IOException ex) {
			// The end of a connection by force passes the gate like everything else.
			boolean lostHere = this.clientLost && from == this.client;
			if (!lostHere && this.gate.pass(() -> this.ended)) {
				reset();
			}
		}
	}

	private void request(OutputStream output, byte[] buffer, int length) throws IOException {
		Loss loss = this.interceptor.meet(buffer, length);
		if (loss == Loss.REQUEST) {
			reset();
			return;
		}
		// Set before the server can answer.
		this.answerLost |= loss == Loss.ANSWER;
		this.clientLost |= loss == Loss.CONNECTION;
		output.write(buffer, 0, length);
		if (loss == Loss.CONNECTION) {
			loseClient();
		}
	}

	private void answer(OutputStream output, byte[] buffer, int length) throws IOException {
		if (this.answerLost) {
			reset();
			return;
		}
		if (!this.clientLost) {
			output.write(buffer, 0, length);
		}
	}

	// The server is left in peace, so that it reads what was sent to it before the end.
	private void loseClient() throws IOException {
		this.client.setSoLinger(true, 0);
		closeQuietly(this.client);
		this.server.shutdownOutput();
	}

	/**
	 * End both connections by force, so that both peers see a reset.
	 */
	void reset() {
		try {
			this.client.setSoLinger(true, 0);
			this.server.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			// Closed already.
		}
		end();
	}

	private void end() {
		this.ended = true;
		closeQuietly(this.client);
		closeQuietly(this.server);
		this.gate.wake();
		this.onEnd.accept(this);
	}

	static void closeQuietly(Closeable closeable) {
		try {
			closeable.close();
		}
		catch (IOException ex) {
			// There is nothing left to do with it.
		}
	}

	static Thread daemon(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	/**
	 * Passes on what was read.
	 */
	@FunctionalInterface
	private interface Transfer {

		void write(OutputStream output, byte[] buffer, int length) throws IOException;

	}

}
