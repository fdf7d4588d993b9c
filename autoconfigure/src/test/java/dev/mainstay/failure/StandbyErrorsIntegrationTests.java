package dev.mainstay.failure;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.PostgresStandby;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailureClassifier} with errors of a PostgreSQL standby and of a server
 * that has no connection left.
 */
class StandbyErrorsIntegrationTests {

	private final List<ErrorCorpus.Entry> found = new ArrayList<>();

	@Test
	void isWhatWasRecorded() throws SQLException {
		try (PostgresStandby standby = PostgresStandby.startWithPrimary("max_connections=8", "max_wal_senders=2",
				"superuser_reserved_connections=1")) {
			try (Connection connection = open(standby.server())) {
				provoke("write on a standby", FailureKind.READ_ONLY_TRANSACTION, Rollback.DONE,
						() -> Sql.run(connection, "CREATE TABLE meal (id int)"));
				provoke("command that a standby does not have", FailureKind.READ_ONLY_SERVER, Rollback.DONE,
						() -> Sql.run(connection, "LISTEN kitchen"));
			}
			provoke("too many connections", FailureKind.TOO_MANY_CONNECTIONS, Rollback.NOTHING_BEGAN,
					() -> openAll(standby.primary()));
		}
		if (ErrorCorpus.RECORDING) {
			ErrorCorpus.write("postgresql-standby", this.found);
			return;
		}
		assertThat(ErrorCorpus.read("postgresql-standby")).extracting((entry) -> entry.error().shape())
			.isEqualTo(this.found.stream().map((entry) -> entry.error().shape()).toList());
	}

	private static Connection open(PostgresServer server) throws SQLException {
		return DriverManager.getConnection(server.jdbcUrl("postgres"), server.username(), server.password());
	}

	private static void openAll(PostgresServer server) throws SQLException {
		List<Connection> connections = new ArrayList<>();
		try {
			for (int i = 0; i < 20; i++) {
				connections.add(open(server));
			}
		}
		finally {
			for (Connection connection : connections) {
				connection.close();
			}
		}
	}

	private void provoke(String name, FailureKind kind, Rollback rollback, ThrowingCallable deed) {
		Throwable error = Assertions.catchThrowable(deed);
		Failure failure = FailureClassifier.classify(error, DatabaseProduct.POSTGRESQL);
		assertThat(failure.kind()).as(String.valueOf(error)).isEqualTo(kind);
		assertThat(failure.rollback()).isEqualTo(rollback);
		this.found.add(new ErrorCorpus.Entry(name, DatabaseProduct.POSTGRESQL, kind, rollback, false, null,
				RecordedError.of(error)));
	}

}
