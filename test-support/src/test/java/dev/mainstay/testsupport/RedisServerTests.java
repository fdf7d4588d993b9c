package dev.mainstay.testsupport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RedisServer}.
 */
class RedisServerTests {

	@Test
	void comesBackOnTheSamePortWithItsData() throws IOException {
		try (RedisServer server = RedisServer.startNew()) {
			int port = server.port();
			assertThat(send(server, "SET fruit apple", 3)).isEqualTo("+OK");

			server.kill();

			assertThat(server.isRunning()).isFalse();
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> send(server, "PING", 5));

			server.start();
			server.stop();

			assertThat(server.isRunning()).isFalse();

			server.start();

			assertThat(server.port()).isEqualTo(port);
			assertThat(send(server, "GET fruit", 9)).isEqualTo("$5\r\napple");
		}
	}

	@Test
	void startsWithTheSettingsOfATest() throws IOException {
		try (RedisServer server = RedisServer.startNew("maxclients=17")) {
			assertThat(send(server, "CONFIG GET maxclients", 27)).endsWith("17");
		}
	}

	@Test
	void sharesOneServerThatNobodyMayStop() {
		RedisServer server = RedisServer.shared();

		assertThat(server).isSameAs(RedisServer.shared());
		assertThat(server.uri()).isEqualTo("redis://127.0.0.1:" + server.port());
		assertThatIllegalStateException().isThrownBy(server::kill).withMessageContaining("startNew()");
	}

	@Test
	void rejectsASettingWithoutAValue() {
		assertThatIllegalArgumentException().isThrownBy(() -> RedisServer.startNew("maxclients"))
			.withMessageContaining("name=value");
	}

	private static String send(RedisServer server, String command, int length) throws IOException {
		try (Socket socket = new Socket(server.host(), server.port())) {
			socket.setSoTimeout(5000);
			socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
		}
	}

}
