package dev.mainstay.alert.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A receiver of webhooks that does not answer until it is told to.
 */
public final class SlowReceiver implements AutoCloseable {

	private final CountDownLatch answering = new CountDownLatch(1);

	private final List<String> bodies = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	/**
	 * Start a receiver.
	 * @throws IOException if that fails
	 */
	public SlowReceiver() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	private void answer(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		this.bodies.add(body.replaceAll("^\\{\"ids\":\"(.*)\"}$", "$1"));
		try {
			this.answering.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		exchange.sendResponseHeaders(200, -1);
		exchange.close();
	}

	public URI url() {
		return URI.create("http://localhost:" + this.server.getAddress().getPort() + "/hook");
	}

	public List<String> bodies() {
		return this.bodies;
	}

	/**
	 * Answer from now on.
	 */
	public void goOn() {
		this.answering.countDown();
	}

	@Override
	public void close() {
		goOn();
		this.server.stop(0);
	}

}
