package dev.mainstay.testsupport.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.postgresql.core.BaseConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

import dev.mainstay.testsupport.MariaDbServer;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.RelationalServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link LedgerRun} sees the damage that is done without Mainstay, or on
 * purpose.
 */
class LedgerRunTests {

	private static final PostgresServer postgres = PostgresServer.startNew("deadlock_timeout=10ms");

	@AfterAll
	static void stopServer() {
		postgres.close();
	}

	@Test
	void findsNothingWhereNothingGoesWrong() throws Exception {
		LedgerReport report = run(postgres, new Load(1000, 2, 300, 1, Duration.ofMinutes(1)), PlainTransfers.class);

		assertThat(report.violations()).isEmpty();
		assertThat(report.succeeded()).isEqualTo(300);
		assertThat(report.attempts()).isEqualTo(300);
	}

	@Test
	void seesDeadlocksFailPlainTransactions() throws Exception {
		for (RelationalServer server : new RelationalServer[] { postgres, MariaDbServer.shared() }) {
			LedgerReport report = run(server, Load.of(8, 300), PlainTransfers.class);

			assertThat(report.violations()).isEmpty();
			assertThat(report.failed()).isPositive().isEqualTo(report.deadlocked());
		}
	}

	@Test
	void seesCommitsThatPlainTransactionsReportAsFailures() throws Exception {
		LedgerReport report = run(postgres, Load.of(100, 500), PlainTransfers.class,
				(database) -> new StandbyLoss(database, 100));

		assertThat(report.failedYetDone()).isPositive();
		assertThat(report.violations()).anyMatch((violation) -> violation.startsWith("I3"))
			.noneMatch((violation) -> violation.startsWith("I2"));
	}

	@Test
	void seesHomeMadeRetryDoWorkTwice() throws Exception {
		LedgerReport report = run(postgres, Load.of(100, 500), HomeMadeTransfers.class,
				(database) -> new StandbyLoss(database, 100));

		assertThat(report.twice()).isPositive();
		assertThat(report.violations()).anyMatch((violation) -> violation.startsWith("I3"))
			.noneMatch((violation) -> violation.startsWith("I2"));
	}

	@Test
	void seesHomeMadeRetryDoWorkTwiceWhenConnectionsAreCut() throws Exception {
		LedgerReport report = run(MariaDbServer.shared(), Load.of(100, 500), HomeMadeTransfers.class,
				(database) -> new ConnectionCutter(database, 10), (database) -> new SessionKiller(database, 50));

		assertThat(report.twice()).isPositive();
		assertThat(report.nemeses()).noneMatch((summary) -> summary.startsWith("0"));
	}

	@Test
	void seesWorkThatIsLost() throws Exception {
		LedgerReport report = run(postgres, Load.of(10, 10), LostTransfers.class);

		assertThat(report.lost()).isEqualTo(10);
		assertThat(report.violations()).anyMatch((violation) -> violation.startsWith("I3"));
	}

	@Test
	void seesWorkThatIsHalfDone() throws Exception {
		LedgerReport report = run(postgres, Load.of(10, 500), HalfTransfers.class);

		assertThat(report.violations()).anyMatch((violation) -> violation.startsWith("I1"))
			.anyMatch((violation) -> violation.startsWith("I2"));
	}

	@Test
	void seesResultsAndCallbacksOfAnotherAttempt() throws Exception {
		LedgerReport report = run(postgres, Load.of(10, 10), ConfusedTransfers.class);

		assertThat(report.violations()).anyMatch((violation) -> violation.contains("the caller was given 'nonsense'"))
			.anyMatch((violation) -> violation.startsWith("I4"));
	}

	@Test
	void seesConnectionsThatComeWithATransaction() throws Exception {
		LedgerReport report = run(postgres, new Load(10, 1, 10, 1, Duration.ofMinutes(1)), DirtyTransfers.class);

		assertThat(report.violations()).anyMatch((violation) -> violation.startsWith("I6"));
	}

	@Test
	void countsTheAttemptsOfAnOutage() throws Exception {
		try (LedgerDatabase database = LedgerDatabase.create(postgres)) {
			LedgerApplication application = LedgerApplication.start(database, HomeMadeTransfers.class,
					"spring.datasource.hikari.connection-timeout=250");

			Outage.Report report = Outage.run(database, application, 8, Duration.ofSeconds(2));

			assertThat(report.requests()).isPositive();
			assertThat(report.attempts()).isBetween(report.requests() + 1, 3 * report.requests());
		}
	}

	private static LedgerReport run(RelationalServer server, Load load, Class<? extends TransferUnit> unit,
			NemesisFactory... nemeses) throws SQLException, InterruptedException {
		try (LedgerDatabase database = LedgerDatabase.create(server)) {
			LedgerApplication application = LedgerApplication.start(database, unit);
			Nemesis[] made = new Nemesis[nemeses.length];
			for (int i = 0; i < nemeses.length; i++) {
				made[i] = nemeses[i].create(database);
			}
			return LedgerRun.run(load, database, application, made);
		}
	}

	/**
	 * Makes a nemesis for a database.
	 */
	@FunctionalInterface
	private interface NemesisFactory {

		Nemesis create(LedgerDatabase database) throws SQLException;

	}

	/**
	 * Says that everything is done and does nothing.
	 */
	static class LostTransfers implements TransferUnit {

		@Override
		public String transfer(Transfer transfer) {
			return "done";
		}

	}

	/**
	 * Takes money in one transaction and gives half of it in another.
	 */
	static class HalfTransfers implements TransferUnit {

		private final JdbcTemplate jdbc;

		HalfTransfers(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Override
		public String transfer(Transfer transfer) {
			String sql = "UPDATE account SET balance = balance + ? WHERE id = ?";
			this.jdbc.update(sql, -2 * transfer.amount(), transfer.source());
			this.jdbc.update(sql, transfer.amount(), transfer.target());
			return "done";
		}

	}

	/**
	 * Does everything, but returns something else, and calls back once more.
	 */
	static class ConfusedTransfers implements TransferUnit {

		private final JdbcTransfer work;

		private final Witness witness;

		ConfusedTransfers(JdbcTransfer work, Witness witness) {
			this.work = work;
			this.witness = witness;
		}

		@Override
		@Transactional
		public String transfer(Transfer transfer) {
			this.work.perform(transfer);
			this.witness.watch(transfer, () -> "");
			return "nonsense";
		}

	}

	/**
	 * Gives a connection back in the middle of a transaction.
	 */
	static class DirtyTransfers extends PlainTransfers {

		DirtyTransfers(JdbcTransfer work, DataSource dataSource) throws SQLException {
			super(work);
			try (Connection connection = dataSource.getConnection()) {
				connection.unwrap(BaseConnection.class).createStatement().execute("BEGIN");
			}
		}

	}

}
