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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

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

	@ParameterizedTest
	@MethodSource("databases")
	void losesTheRequestToCommit(RelationalServer database) throws SQLException {
		assertThat(rowsAfterLosing(Loss.REQUEST, database)).isZero();
	}

	@ParameterizedTest
	@MethodSource("databases")
	void losesTheAnswerToACommit(RelationalServer database) throws SQLException {
		assertThat(rowsAfterLosing(Loss.ANSWER, database)).isOne();
	}

	@ParameterizedTest
	@MethodSource("databases")
	void losesTheConnectionAtACommit(RelationalServer database) throws SQLException {
		assertThat(rowsAfterLosing(Loss.CONNECTION, database)).isBetween(0, 1);
	}

	@Test
	void losesARequest() throws IOException {
		try (Socket socket = connect()) {
			this.proxy.loseNext(Loss.REQUEST);
			ping(socket);

			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> answer(socket));
			assertThat(this.proxy.losses()).isOne();
			assertThat(this.proxy.hasLostAll()).isTrue();
		}
	}

	@Test
	void knowsNoCommitsOfRedis() {
		assertThatIllegalStateException().isThrownBy(() -> this.proxy.loseNextCommit(Loss.ANSWER));
	}

	static Stream<RelationalServer> databases() {
		return Stream.of(PostgresServer.shared(), MariaDbServer.shared());
	}

	// More commits than a driver needs to prepare the statement, then the one that is
	// lost.
	private static int rowsAfterLosing(Loss loss, RelationalServer database) throws SQLException {
		database.createDatabase("commit_loss");
		String url = database.jdbcUrl("commit_loss");
		try (Connection direct = DriverManager.getConnection(url, database.username(), database.password());
				TcpProxy inFront = TcpProxy.to(database)) {
			direct.createStatement().execute("CREATE TABLE work (id int)");
			try (Connection connection = DriverManager.getConnection(inFront.through(url), database.username(),
					database.password())) {
				connection.setAutoCommit(false);
				for (int i = 0; i < 10; i++) {
					connection.createStatement().execute("INSERT INTO work VALUES (" + i + ")");
					connection.commit();
				}
				inFront.loseNextCommit(loss);
				connection.createStatement().execute("INSERT INTO work VALUES (99)");

				assertThat(inFront.losses()).isZero();
				assertThatExceptionOfType(SQLException.class).isThrownBy(connection::commit);
				assertThat(inFront.losses()).isOne();
			}
			try (ResultSet count = direct.createStatement().executeQuery("SELECT count(*) FROM work WHERE id = 99")) {
				count.next();
				return count.getInt(1);
			}
		}
		finally {
			database.dropDatabase("commit_loss");
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
