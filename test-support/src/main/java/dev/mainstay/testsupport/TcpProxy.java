package dev.mainstay.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on 127.0.0.1 that stands in front of a server and makes the network fail.
 * <p>
 * It starts by passing everything through. Its threads are daemons, a connection beyond
 * the {@value #MAX_CONNECTIONS}th is reset, and each direction of a connection holds back
 * at most one buffer; the rest stays with the sender.
 */
public final class TcpProxy implements AutoCloseable {

	private static final int MAX_CONNECTIONS = 500;

	private static final int BACKLOG = 200;

	private final int port;

	private final @Nullable DatabaseProduct product;

	private final ProxyGate gate = new ProxyGate();

	private final Ambush ambush = new Ambush();

	private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();

	private volatile Target target;

	// Guarded by this; null while connections are refused.
	private @Nullable ServerSocket listener;

	// Guarded by this; null while connections are refused.
	private @Nullable Thread acceptor;

	private boolean closed;

	private TcpProxy(Target target, @Nullable DatabaseProduct product) {
		this.target = target;
		this.product = product;
		this.port = FreePort.next();
	}

	/**
	 * Open a proxy in front of a server.
	 * @param server the server to forward to
	 * @return the proxy, which passes everything through
	 */
	public static TcpProxy to(DatabaseServer server) {
		return listening(new TcpProxy(new Target(server.host(), server.port()), server.product()));
	}

	/**
	 * Open a proxy in front of whatever listens at an address, now or later.
	 * @param host the host to forward to
	 * @param port the port to forward to
	 * @return the proxy, which passes everything through
	 */
	public static TcpProxy to(String host, int port) {
		return listening(new TcpProxy(new Target(host, port), null));
	}

	private static TcpProxy listening(TcpProxy proxy) {
		proxy.listen();
		return proxy;
	}

	public String host() {
		return "127.0.0.1";
	}

	public int port() {
		return this.port;
	}

	/**
	 * Return the given URL of the server, leading through this proxy instead.
	 * @param url a URL that contains the host and port of the server
	 * @return the URL with the host and port of this proxy
	 */
	public String through(String url) {
		String address = this.target.host() + ":" + this.target.port();
		if (!url.contains(address)) {
			throw new IllegalArgumentException("'" + url + "' does not contain " + address);
		}
		return url.replace(address, host() + ":" + this.port);
	}

	/**
	 * Lead new connections to another server, as a changed DNS entry does; those that are
	 * open stay with the server they lead to.
	 * @param server the server to forward to from now on
	 */
	public void retarget(DatabaseServer server) {
		this.target = new Target(server.host(), server.port());
	}

	/**
	 * Return how many client connections are open.
	 * @return the number of client connections
	 */
	public int connections() {
		return this.connections.size();
	}

	/**
	 * Forward everything, also what a black hole has held back.
	 */
	public void passThrough() {
		listen();
		this.gate.open();
	}

	/**
	 * Forward nothing more in either direction, not even the end of a connection; accept
	 * new connections and never answer them.
	 */
	public void blackHole() {
		this.gate.shut();
		listen();
	}

	/**
	 * Reset all current connections; new ones are treated as before.
	 */
	public void cut() {
		this.connections.forEach(ProxyConnection::reset);
	}

	/**
	 * Lose something of the next request that any client sends, and its connection.
	 * @param loss what to lose
	 */
	public void loseNext(Loss loss) {
		this.ambush.atRequest(loss);
	}

	/**
	 * Lose something of the next request to commit that any client sends, and its
	 * connection.
	 * @param loss what to lose
	 */
	public void loseNextCommit(Loss loss) {
		if (CommitScanner.of(this.product) == null) {
			throw new IllegalStateException("Only a proxy to a database server knows what a commit is");
		}
		this.ambush.atCommit(loss);
	}

	/**
	 * Lose nothing more.
	 */
	public void loseNothing() {
		this.ambush.clear();
	}

	/**
	 * Return whether all that was to be lost has been met by a request.
	 * @return whether the next request passes
	 */
	public boolean hasLostAll() {
		return this.ambush.isEmpty();
	}

	/**
	 * Return how many requests have lost something.
	 * @return the number of requests
	 */
	public int losses() {
		return this.ambush.losses();
	}

	/**
	 * Refuse new connections, as a machine does where nobody listens; those that are open
	 * are treated as before.
	 */
	public void refuse() {
		ServerSocket current;
		Thread currentAcceptor;
		synchronized (this) {
			current = this.listener;
			currentAcceptor = this.acceptor;
			this.listener = null;
			this.acceptor = null;
		}
		if (current != null) {
			ProxyConnection.closeQuietly(current);
		}
		awaitEnd(currentAcceptor);
	}

	// As long as a thread accepts, the system keeps a closed socket listening.
	private static void awaitEnd(@Nullable Thread acceptor) {
		if (acceptor == null || acceptor == Thread.currentThread()) {
			return;
		}
		try {
			acceptor.join(5000);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
		}
		refuse();
		cut();
	}

	private synchronized void listen() {
		if (this.closed) {
			throw new IllegalStateException("The proxy at port " + this.port + " is closed");
		}
		if (this.listener != null) {
			return;
		}
		try {
			ServerSocket socket = new ServerSocket();
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(InetAddress.getByName(host()), this.port), BACKLOG);
			this.listener = socket;
			this.acceptor = daemon("accept", () -> accept(socket));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot listen on port " + this.port, ex);
		}
	}

	private void accept(ServerSocket socket) {
		while (!socket.isClosed()) {
			try {
				Socket client = socket.accept();
				// Closing a socket does not take back what the system has accepted by
				// then.
				if (socket.isClosed()) {
					ProxyConnection.closeQuietly(client);
				}
				else {
					admit(client);
				}
			}
			catch (IOException ex) {
				// Closed by refuse(), or a client that gave up early.
			}
		}
	}

	private void admit(Socket client) {
		ProxyConnection connection = new ProxyConnection(client, this.gate, interceptor(), this.connections::remove);
		this.connections.add(connection);
		// Asked after adding it: close() resets what is in the set after it has closed.
		if (this.connections.size() > MAX_CONNECTIONS || isClosed()) {
			connection.reset();
			return;
		}
		Target current = this.target;
		daemon("connection", () -> connection.open(current.host(), current.port()));
	}

	private RequestInterceptor interceptor() {
		return new RequestInterceptor(this.ambush, CommitScanner.of(this.product));
	}

	private synchronized boolean isClosed() {
		return this.closed;
	}

	private Thread daemon(String role, Runnable task) {
		return ProxyConnection.daemon("tcp-proxy-" + this.port + "-" + role, task);
	}

	/**
	 * Where new connections lead.
	 */
	private record Target(String host, int port) {

	}

}
