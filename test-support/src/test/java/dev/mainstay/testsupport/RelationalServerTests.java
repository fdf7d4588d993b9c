package dev.mainstay.testsupport;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RelationalServer}.
 */
class RelationalServerTests {

	@ParameterizedTest
	@EnumSource
	void comesBackOnTheSamePortWithCommittedData(Product product) throws SQLException {
		try (RelationalServer server = product.startNew()) {
			int port = server.port();
			execute(server, "CREATE DATABASE shop");
			execute(server, "shop", "CREATE TABLE item (id INT PRIMARY KEY)");
			execute(server, "shop", "INSERT INTO item VALUES (1)");

			server.kill();

			assertThat(server.isRunning()).isFalse();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(server, "shop").close());

			server.start();
			execute(server, "shop", "INSERT INTO item VALUES (2)");

			try (Connection leftOpen = connect(server, "shop")) {
				server.stop();

				assertThat(server.isRunning()).isFalse();
				assertThat(leftOpen.isValid(5)).isFalse();
			}

			server.start();

			assertThat(server.isRunning()).isTrue();
			assertThat(server.port()).isEqualTo(port);
			assertThat(query(server, "shop", "SELECT count(*) FROM item")).isEqualTo("2");
		}
	}

	@ParameterizedTest
	@EnumSource
	void startsWithTheSettingsOfATest(Product product) throws SQLException {
		try (RelationalServer server = product.startNew("max_connections=25")) {
			assertThat(query(server, product.database, product.showMaxConnections)).isEqualTo("25");
		}
	}

	@ParameterizedTest
	@EnumSource
	void saysWhyItDoesNotStart(Product product) {
		assertThatExceptionOfType(DatabaseServerException.class)
			.isThrownBy(() -> product.startNew("no_such_setting=1").close())
			.withMessageContaining("no_such_setting");
	}

	@ParameterizedTest
	@MethodSource("sharedServers")
	void sharesOneServerThatNobodyMayStop(RelationalServer server) {
		assertThat(server.isRunning()).isTrue();
		assertThatIllegalStateException().isThrownBy(server::kill).withMessageContaining("startNew()");
		assertThatIllegalStateException().isThrownBy(server::stop);
	}

	@ParameterizedTest
	@MethodSource("sharedServers")
	void rejectsAWrongPassword(RelationalServer server) {
		String url = server.jdbcUrl("");

		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> DriverManager.getConnection(url, server.username(), "wrong").close())
			.satisfies((ex) -> assertThat(ex.getSQLState()).startsWith("28"));
	}

	static Stream<RelationalServer> sharedServers() {
		return Stream.of(PostgresServer.shared(), MariaDbServer.shared());
	}

	private static void execute(RelationalServer server, String sql) throws SQLException {
		try (Connection connection = server.admin(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static void execute(RelationalServer server, String database, String sql) throws SQLException {
		try (Connection connection = connect(server, database); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static String query(RelationalServer server, String database, String sql) throws SQLException {
		try (Connection connection = connect(server, database);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
	}

	private static Connection connect(RelationalServer server, String database) throws SQLException {
		return DriverManager.getConnection(server.jdbcUrl(database), server.username(), server.password());
	}

	/**
	 * The products under test.
	 */
	enum Product {

		POSTGRES("postgres", "SHOW max_connections") {

			@Override
			RelationalServer startNew(String... settings) {
				return PostgresServer.startNew(settings);
			}

		},

		MARIADB("mysql", "SELECT @@max_connections") {

			@Override
			RelationalServer startNew(String... settings) {
				return MariaDbServer.startNew(settings);
			}

		};

		private final String database;

		private final String showMaxConnections;

		Product(String database, String showMaxConnections) {
			this.database = database;
			this.showMaxConnections = showMaxConnections;
		}

		abstract RelationalServer startNew(String... settings);

	}

}
