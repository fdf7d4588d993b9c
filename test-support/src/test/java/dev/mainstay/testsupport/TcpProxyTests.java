package dev.mainstay.testsupport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TcpProxy}.
 */
class TcpProxyTests {

	private static final int SHORT_WAIT_MILLIS = 300;

	private static final int LONG_WAIT_MILLIS = 5000;

	private final RedisServer server = RedisServer.shared();

	private final TcpProxy proxy = TcpProxy.to(this.server);

	@AfterEach
	void closeProxy() {
		this.proxy.close();
	}

	@Test
	void passesThrough() throws IOException {
		try (Socket socket = connect()) {
			ping(socket);

			assertThat(answer(socket)).isEqualTo("+PONG");
			assertThat(this.proxy.connections()).isOne();
		}
	}

	@Test
	void forgetsConnectionsThatEnd() throws IOException {
		try (Socket socket = connect()) {
			ping(socket);
			answer(socket);
		}

		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> this.proxy.connections() == 0);
	}

	@Test
	void carriesJdbcConnections() throws SQLException {
		PostgresServer postgres = PostgresServer.shared();
		try (TcpProxy inFront = TcpProxy.to(postgres);
				Connection connection = DriverManager.getConnection(inFront.through(postgres.jdbcUrl("postgres")),
						postgres.username(), postgres.password())) {
			assertThat(connection.isValid(5)).isTrue();
			assertThat(connection.getMetaData().getURL()).contains(":" + inFront.port() + "/");
		}
	}

	@Test
	void holdsEverythingBackInABlackHoleAndReleasesItLater() throws IOException {
		try (Socket socket = connect()) {
			ping(socket);
			answer(socket);

			this.proxy.blackHole();
			ping(socket);

			assertStaysSilent(socket);

			this.proxy.passThrough();

			assertThat(answer(socket)).isEqualTo("+PONG");
		}
	}

	@Test
	void acceptsButNeverAnswersNewConnectionsInABlackHole() throws IOException {
		this.proxy.blackHole();

		try (Socket socket = connect()) {
			ping(socket);

			assertStaysSilent(socket);

			this.proxy.passThrough();

			assertThat(answer(socket)).isEqualTo("+PONG");
		}
	}

	@Test
	void hidesTheDeathOfTheServerInABlackHole() throws IOException {
		try (RedisServer own = RedisServer.startNew();
				TcpProxy inFront = TcpProxy.to(own);
				Socket socket = new Socket(inFront.host(), inFront.port())) {
			ping(socket);
			answer(socket);
			inFront.blackHole();

			own.kill();

			assertStaysSilent(socket);
		}
	}

	@Test
	void cutsCurrentConnectionsAndAcceptsNewOnes() throws IOException {
		try (Socket socket = connect()) {
			ping(socket);
			answer(socket);

			this.proxy.cut();

			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> answer(socket))
				.withMessageContaining("reset");
		}
		try (Socket socket = connect()) {
			ping(socket);

			assertThat(answer(socket)).isEqualTo("+PONG");
		}
	}

	@Test
	void cutsConnectionsInABlackHole() throws IOException {
		try (Socket socket = connect()) {
			ping(socket);
			answer(socket);
			this.proxy.blackHole();

			this.proxy.cut();

			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> answer(socket));
			assertThat(this.proxy.connections()).isZero();
		}
	}

	@Test
	void refusesNewConnectionsUntilPassedThroughAgain() throws IOException {
		try (Socket socket = connect()) {
			ping(socket);
			answer(socket);

			this.proxy.refuse();

			assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
			ping(socket);
			assertThat(answer(socket)).isEqualTo("+PONG");
		}

		this.proxy.passThrough();

		try (Socket socket = connect()) {
			ping(socket);

			assertThat(answer(socket)).isEqualTo("+PONG");
		}
	}

	@Test
	void passesOnTheDeathOfTheServer() throws IOException {
		try (RedisServer own = RedisServer.startNew();
				TcpProxy inFront = TcpProxy.to(own);
				Socket socket = new Socket(inFront.host(), inFront.port())) {
			ping(socket);
			answer(socket);

			own.kill();

			socket.setSoTimeout(LONG_WAIT_MILLIS);
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
	}

	@Test
	void resetsClientsOfAServerThatIsAway() throws IOException {
		int unused;
		try (ServerSocket socket = new ServerSocket(0)) {
			unused = socket.getLocalPort();
		}
		try (TcpProxy nowhere = TcpProxy.to("127.0.0.1", unused);
				Socket socket = new Socket(nowhere.host(), nowhere.port())) {
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> answer(socket));
		}
	}

	private Socket connect() throws IOException {
		return new Socket(this.proxy.host(), this.proxy.port());
	}

	private static void ping(Socket socket) throws IOException {
		socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
	}

	private static String answer(Socket socket) throws IOException {
		socket.setSoTimeout(LONG_WAIT_MILLIS);
		String answer = new String(socket.getInputStream().readNBytes(7), StandardCharsets.US_ASCII);
		return answer.strip();
	}

	private static void assertStaysSilent(Socket socket) throws IOException {
		socket.setSoTimeout(SHORT_WAIT_MILLIS);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.getInputStream().read());
	}

}
