package dev.mainstay.testsupport;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PostgresStandby}.
 */
class PostgresStandbyTests {

	@Test
	void streamsIsReadOnlyAndTakesOverWhenThePrimaryDies() throws SQLException {
		try (PostgresStandby standby = PostgresStandby.startWithPrimary("max_connections=20")) {
			execute(standby.primary(), "CREATE TABLE item (id INT PRIMARY KEY)");
			execute(standby.primary(), "INSERT INTO item VALUES (1)");
			standby.awaitStreaming();

			assertThat(count(standby.server())).isOne();
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> execute(standby.server(), "INSERT INTO item VALUES (2)"))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("25006"));

			standby.primary().kill();
			standby.promote();
			execute(standby.server(), "INSERT INTO item VALUES (2)");

			assertThat(count(standby.server())).isEqualTo(2);
		}
	}

	@Test
	void catchesUpAfterEitherSideWasAway() throws SQLException {
		try (PostgresStandby standby = PostgresStandby.startWithPrimary()) {
			standby.server().kill();
			execute(standby.primary(), "CREATE TABLE item (id INT PRIMARY KEY)");
			standby.primary().stop();
			standby.server().start();
			standby.primary().start();
			execute(standby.primary(), "INSERT INTO item VALUES (1)");
			standby.awaitStreaming();

			assertThat(count(standby.server())).isOne();
		}
	}

	private static void execute(PostgresServer server, String sql) throws SQLException {
		try (Connection connection = server.admin(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static int count(PostgresServer server) throws SQLException {
		try (Connection connection = server.admin();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT count(*) FROM item")) {
			rows.next();
			return rows.getInt(1);
		}
	}

}
