package dev.mainstay.autoconfigure.transaction.ledger;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.mainstay.testsupport.RelationalServer;
import dev.mainstay.testsupport.ledger.ConnectionCutter;
import dev.mainstay.testsupport.ledger.LedgerReport;
import dev.mainstay.testsupport.ledger.LedgerTrial;
import dev.mainstay.testsupport.ledger.Load;
import dev.mainstay.testsupport.ledger.Outage;
import dev.mainstay.testsupport.ledger.SessionKiller;
import dev.mainstay.transaction.CommitOutcomeUnknownException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for transfers on every database, whatever goes wrong: nothing is lost,
 * nothing is done twice, and callers are told the truth.
 */
abstract class LedgerScenarios {

	private static final int DEADLOCK_ATTEMPTS = 25;

	// More than an application would want, because far more goes wrong than anywhere.
	private static final String[] PATIENT = { "db.retry.max-attempts=10",
			"db.retry.deadlock-max-attempts=" + DEADLOCK_ATTEMPTS, "db.retry.base-delay=10ms",
			"db.retry.max-delay=100ms", "db.retry.budget.ratio=1" };

	@Test
	void losesNothingAndRepeatsNothingThatIsDoneWithOutcomeMarkers() throws Exception {
		LedgerReport report = withFaults(trial().service(RetriedTransfers.class), 100)
			.properties("db.transaction.outcome-marker.mode=table")
			.script(markerTable())
			.run(Load.of(12, 10_000));

		assertThat(report.violations().size()).as(report.toString()).isZero();
		assertThat(report.succeeded()).as(report.toString()).isEqualTo(report.transfers());
		assertThat(report.mostAttempts()).isBetween(2, DEADLOCK_ATTEMPTS);
		assertThat(report.nemeses()).noneMatch((summary) -> summary.startsWith("0"));
	}

	@Test
	void saysWhichOutcomesAreUnknownWithoutOutcomeMarkers() throws Exception {
		LedgerReport report = withFaults(trial().service(RetriedTransfers.class), 20).run(Load.of(12, 1000));

		assertThat(report.violations().size()).as(report.toString()).isZero();
		assertThat(report.failed()).as(report.toString()).isZero();
		assertThat(report.unknown()).as(report.toString()).isPositive();
	}

	@Test
	void repeatsSerializableTransactionsThatConflict() throws Exception {
		LedgerReport report = withFaults(trial().service(RetriedTransfers.class), 50)
			.properties("spring.datasource.hikari.transaction-isolation=TRANSACTION_SERIALIZABLE")
			.run(Load.of(20, 500));

		assertThat(report.violations().size()).as(report.toString()).isZero();
		assertThat(report.failed()).as(report.toString()).isZero();
		assertThat(report.mostAttempts()).isBetween(2, DEADLOCK_ATTEMPTS);
	}

	@Test
	void repeatsTransactionsOfJpa() throws Exception {
		LedgerReport report = withFaults(trial().sources(JpaTransfers.Jpa.class, JpaTransfers.class), 50)
			.run(Load.of(20, 500));

		assertThat(report.violations().size()).as(report.toString()).isZero();
		assertThat(report.failed()).as(report.toString()).isZero();
		assertThat(report.mostAttempts()).isBetween(2, DEADLOCK_ATTEMPTS);
	}

	@Test
	void doesNotMultiplyRequestsWhileTheDatabaseIsAway() throws Exception {
		Outage.Report report = LedgerTrial.on(server())
			.service(RetriedTransfers.class)
			.properties("spring.datasource.hikari.connection-timeout=250", "db.retry.budget.burst=10")
			.outage(32, Duration.ofSeconds(4));

		assertThat(report.requests()).isGreaterThan(200);
		assertThat(report.attemptsPerRequest()).as(report.toString()).isLessThanOrEqualTo(1.1);
	}

	private LedgerTrial trial() {
		return LedgerTrial.on(server()).properties(PATIENT).unknown(CommitOutcomeUnknownException.class);
	}

	private LedgerTrial withFaults(LedgerTrial trial, int interval) {
		trial.nemesis((database) -> new ConnectionCutter(database, interval))
			.nemesis((database) -> new SessionKiller(database, 2 * interval));
		addFaults(trial, interval);
		return trial;
	}

	abstract RelationalServer server();

	abstract String markerTable();

	/**
	 * Add what goes wrong with this server alone.
	 * @param trial the trial
	 * @param interval how many transfers there are between two ordinary faults
	 */
	void addFaults(LedgerTrial trial, int interval) {
	}

}
