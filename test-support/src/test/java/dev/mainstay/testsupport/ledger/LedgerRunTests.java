package dev.mainstay.testsupport.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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

	private static final Duration LIMIT = Duration.ofMinutes(1);

	@AfterAll
	static void stopServer() {
		postgres.close();
	}

	@Test
	void findsNothingWhereNothingGoesWrong() throws Exception {
		LedgerReport report = trial(PlainTransfers.class).run(new Load(1000, 2, 300, 1, LIMIT));

		assertThat(report.violations()).isEmpty();
		assertThat(report.succeeded()).isEqualTo(300);
		assertThat(report.attempts()).isEqualTo(300);
	}

	@Test
	void seesDeadlocksFailPlainTransactions() throws Exception {
		for (RelationalServer server : new RelationalServer[] { postgres, MariaDbServer.shared() }) {
			LedgerReport report = LedgerTrial.on(server)
				.service(DeadlockedTransfers.class)
				.run(new Load(2, 2, 2, 1, LIMIT));

			assertThat(report.succeeded()).isOne();
			assertThat(report.failed()).isOne();
			assertThat(report.deadlocked()).isOne();
		}
	}

	@Test
	void seesCommitsThatPlainTransactionsReportAsFailures() throws Exception {
		LedgerReport report = trial(PlainTransfers.class).nemesis((database) -> new StandbyLoss(database, 100))
			.run(Load.of(100, 500));

		assertThat(report.failedYetDone()).isPositive();
		assertThat(report.violations()).anyMatch((violation) -> violation.startsWith("I3"))
			.noneMatch((violation) -> violation.startsWith("I2"));
	}

	@Test
	void seesHomeMadeRetryDoWorkTwice() throws Exception {
		LedgerReport report = trial(HomeMadeTransfers.class).nemesis((database) -> new StandbyLoss(database, 100))
			.run(Load.of(100, 500));

		assertThat(report.twice()).isPositive();
		assertThat(report.violations()).anyMatch((violation) -> violation.startsWith("I3"))
			.noneMatch((violation) -> violation.startsWith("I2"));
	}

	@Test
	void seesHomeMadeRetryDoWorkTwiceWhenConnectionsAreCut() throws Exception {
		LedgerReport report = LedgerTrial.on(MariaDbServer.shared())
			.service(HomeMadeTransfers.class)
			.nemesis((database) -> new ConnectionCutter(database, 10))
			.nemesis((database) -> new SessionKiller(database, 50))
			.run(Load.of(100, 500));

		assertThat(report.twice()).isPositive();
		assertThat(report.nemeses()).noneMatch((summary) -> summary.startsWith("0"));
	}

	@Test
	void seesWorkThatIsLost() throws Exception {
		LedgerReport report = trial(LostTransfers.class).run(Load.of(10, 10));

		assertThat(report.lost()).isEqualTo(10);
		assertThat(report.violations()).anyMatch((violation) -> violation.startsWith("I3"));
	}

	@Test
	void seesWorkThatIsHalfDone() throws Exception {
		LedgerReport report = trial(HalfTransfers.class).run(Load.of(10, 500));

		assertThat(report.violations()).anyMatch((violation) -> violation.startsWith("I1"))
			.anyMatch((violation) -> violation.startsWith("I2"));
	}

	@Test
	void seesResultsAndCallbacksOfAnotherAttempt() throws Exception {
		LedgerReport report = trial(ConfusedTransfers.class).run(Load.of(10, 10));

		assertThat(report.violations()).anyMatch((violation) -> violation.contains("the caller was given 'nonsense'"))
			.anyMatch((violation) -> violation.startsWith("I4"));
	}

	@Test
	void seesConnectionsThatComeWithATransaction() throws Exception {
		LedgerReport report = trial(DirtyTransfers.class).run(new Load(10, 1, 10, 1, LIMIT));

		assertThat(report.violations()).anyMatch((violation) -> violation.startsWith("I6"));
	}

	@Test
	void countsTheAttemptsOfAnOutage() throws Exception {
		Outage.Report report = trial(HomeMadeTransfers.class)
			.properties("spring.datasource.hikari.connection-timeout=250")
			.outage(8, Duration.ofSeconds(1));

		assertThat(report.requests()).isPositive();
		assertThat(report.attempts()).isBetween(report.requests() + 1, 3 * report.requests());
	}

	private static LedgerTrial trial(Class<? extends TransferUnit> unit) {
		return LedgerTrial.on(postgres).service(unit);
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
	 * Two transfers that lock the accounts in opposite order, and meet in between.
	 */
	static class DeadlockedTransfers implements TransferUnit {

		private final CyclicBarrier meeting = new CyclicBarrier(2);

		private final JdbcTransfer work;

		private final JdbcTemplate jdbc;

		DeadlockedTransfers(JdbcTransfer work, JdbcTemplate jdbc) {
			this.work = work;
			this.jdbc = jdbc;
		}

		@Override
		@Transactional
		public String transfer(Transfer transfer) {
			this.jdbc.queryForObject("SELECT id FROM account WHERE id = ? FOR UPDATE", Integer.class, transfer.id());
			try {
				this.meeting.await(30, TimeUnit.SECONDS);
			}
			catch (InterruptedException | BrokenBarrierException | TimeoutException ex) {
				throw new IllegalStateException(ex);
			}
			return this.work.perform(new Transfer(transfer.id(), 1 - transfer.id(), transfer.id(), 1));
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
