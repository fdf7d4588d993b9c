package dev.mainstay.testsupport.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries out a load in an application while nemeses are at work, and audits the result.
 * These invariants are checked:
 * <ul>
 * <li>I1: every snapshot has the same sum of balances.</li>
 * <li>I2: every balance is what the ledger adds up to.</li>
 * <li>I3: what the caller was told is true: one row and the receipt in it for success,
 * none for failure, at most one where the outcome is not known.</li>
 * <li>I4: callbacks after a commit run once for what is done and never for what is not,
 * nor for what is not known.</li>
 * <li>I6: no connection comes from the pool with a transaction on it.</li>
 * </ul>
 * How many attempts are allowed (I5), and whether anything may fail at all (I7), depends
 * on the application: the report has the numbers.
 */
final class LedgerRun {

	private static final int SNAPSHOT_INTERVAL = 25;

	private final Load load;

	private final LedgerDatabase database;

	private final LedgerApplication application;

	private final List<Transfer> transfers;

	private final Outcome[] outcomes;

	private final AtomicInteger next = new AtomicInteger();

	private final AtomicInteger ended = new AtomicInteger();

	private final List<Pace> paces = new ArrayList<>();

	private LedgerRun(Load load, LedgerDatabase database, LedgerApplication application) {
		this.load = load;
		this.database = database;
		this.application = application;
		this.transfers = Transfer.random(load);
		this.outcomes = new Outcome[load.transfers()];
		Arrays.fill(this.outcomes, Outcome.unfinished());
	}

	/**
	 * Run a load once.
	 * @param load how much is to be done
	 * @param database the database, whose tables are emptied first
	 * @param application the application, which is closed at the end, so that nothing is
	 * under way when the result is looked at
	 * @param nemeses what goes wrong; they are closed at the end
	 * @return the audited result
	 * @throws SQLException if the harness cannot do its part
	 * @throws InterruptedException if the caller is interrupted
	 */
	static LedgerReport run(Load load, LedgerDatabase database, LedgerApplication application, Nemesis... nemeses)
			throws SQLException, InterruptedException {
		return new LedgerRun(load, database, application).run(List.of(nemeses));
	}

	private LedgerReport run(List<Nemesis> nemeses) throws SQLException, InterruptedException {
		this.database.fill(this.load.accounts());
		Witness witness = this.application.witness();
		SnapshotReader reader = new SnapshotReader(this.database, this.load.accounts());
		Duration elapsed;
		try {
			this.paces.add(new Pace("snapshots", SNAPSHOT_INTERVAL, reader::read));
			for (Nemesis nemesis : nemeses) {
				Random random = new Random(this.load.seed());
				this.paces.add(
						new Pace(nemesis.getClass().getSimpleName(), nemesis.interval(), () -> nemesis.strike(random)));
			}
			elapsed = work();
		}
		finally {
			for (Pace pace : this.paces) {
				pace.stop();
			}
			reader.close();
			for (Nemesis nemesis : nemeses) {
				nemesis.close();
			}
			this.application.close();
		}
		this.database.awaitQuiet();
		return new LedgerAudit(this.transfers, this.outcomes, witness).report(this.database, reader.violations(),
				nemeses.stream().map(Nemesis::summary).toList(), elapsed);
	}

	private Duration work() throws InterruptedException {
		ExecutorService executor = Executors.newFixedThreadPool(this.load.threads());
		long start = System.nanoTime();
		for (int thread = 0; thread < this.load.threads(); thread++) {
			executor.execute(this::takeTransfers);
		}
		executor.shutdown();
		// What is unfinished by then is reported as such.
		if (!executor.awaitTermination(this.load.limit().toSeconds(), TimeUnit.SECONDS)) {
			executor.shutdownNow();
		}
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private void takeTransfers() {
		TransferUnit unit = this.application.unit();
		for (int i = this.next.getAndIncrement(); i < this.outcomes.length; i = this.next.getAndIncrement()) {
			this.outcomes[i] = perform(this.transfers.get(i), unit);
			int number = this.ended.incrementAndGet();
			this.paces.forEach((pace) -> pace.ended(number));
		}
	}

	private Outcome perform(Transfer transfer, TransferUnit unit) {
		try {
			return Outcome.succeeded(this.application.witness().perform(transfer, unit));
		}
		catch (Exception ex) {
			return this.application.isUnknown(ex) ? Outcome.unknown(ex) : Outcome.failed(ex);
		}
	}

}
