package dev.mainstay.testsupport.ledger;

import java.sql.SQLException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import dev.mainstay.testsupport.MariaDbServer;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.RelationalServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link LedgerRun} sees the damage that is done without Mainstay.
 */
class LedgerRunTests {

	private static final PostgresServer postgres = PostgresServer.startNew("deadlock_timeout=10ms");

	@AfterAll
	static void stopServer() {
		postgres.close();
	}

	@Test
	void findsNothingWhereNothingGoesWrong() throws Exception {
		LedgerReport report = run(postgres, new Load(1000, 4, 500, 1, Load.of(2, 0).limit()), PlainTransfers.class);

		assertThat(report.violations()).isEmpty();
		assertThat(report.succeeded()).isEqualTo(500);
		assertThat(report.attempts()).isEqualTo(500);
	}

	@Test
	void seesDeadlocksFailPlainTransactions() throws Exception {
		for (RelationalServer server : new RelationalServer[] { postgres, MariaDbServer.shared() }) {
			LedgerReport report = run(server, Load.of(8, 1000), PlainTransfers.class);

			System.out.println(report);
			assertThat(report.violations()).isEmpty();
			assertThat(report.failed()).isPositive().isEqualTo(report.deadlocked());
		}
	}

	@Test
	void seesCommitsThatPlainTransactionsReportAsFailures() throws Exception {
		LedgerReport report = run(postgres, Load.of(100, 2000), PlainTransfers.class,
				(database) -> new StandbyLoss(database, 200));

		System.out.println(report);
		assertThat(report.failedYetDone()).isPositive();
		assertThat(report.violations()).anyMatch((violation) -> violation.startsWith("I3"));
	}

	@Test
	void seesHomeMadeRetryDoWorkTwice() throws Exception {
		LedgerReport report = run(postgres, Load.of(100, 2000), HomeMadeTransfers.class,
				(database) -> new StandbyLoss(database, 200));

		System.out.println(report);
		assertThat(report.twice()).isPositive();
		assertThat(report.violations()).anyMatch((violation) -> violation.startsWith("I3"))
			.noneMatch((violation) -> violation.startsWith("I2"));
	}

	@Test
	void seesHomeMadeRetryDoWorkTwiceWhenConnectionsAreCut() throws Exception {
		LedgerReport report = run(MariaDbServer.shared(), Load.of(100, 2000), HomeMadeTransfers.class,
				(database) -> new ConnectionCutter(database, 20), (database) -> new SessionKiller(database, 50));

		System.out.println(report);
		assertThat(report.twice()).isPositive();
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

}
