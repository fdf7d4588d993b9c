package dev.mainstay.testsupport.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.mainstay.testsupport.TcpProxy;

/**
 * Takes the database away from an application for a while, without any let-up in its
 * requests, and counts how often each of them tries.
 */
public final class Outage {

	private static final int ACCOUNTS = 1000;

	private static final int WARM_UP = 500;

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private final LedgerApplication application;

	private final TcpProxy proxy;

	private final AtomicInteger succeeded = new AtomicInteger();

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicInteger attempts = new AtomicInteger();

	private final AtomicLong slowest = new AtomicLong();

	private final CountDownLatch warm = new CountDownLatch(WARM_UP);

	private final CountDownLatch back = new CountDownLatch(1);

	private volatile Phase phase = Phase.BEFORE;

	private Outage(LedgerApplication application, TcpProxy proxy) {
		this.application = application;
		this.proxy = proxy;
	}

	/**
	 * Run an outage: every connection is reset, and new ones are refused.
	 * @param database the database
	 * @param application the application, which is closed at the end
	 * @param threads how many threads send requests, each one after the other
	 * @param length how long the database is away
	 * @return what was counted
	 * @throws SQLException if the harness cannot do its part
	 * @throws InterruptedException if the caller is interrupted
	 */
	static Report run(LedgerDatabase database, LedgerApplication application, int threads, Duration length)
			throws SQLException, InterruptedException {
		database.fill(ACCOUNTS);
		return new Outage(application, database.proxy()).run(threads, length);
	}

	private Report run(int threads, Duration length) throws InterruptedException {
		ExecutorService callers = Executors.newFixedThreadPool(threads);
		ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
		try {
			for (int thread = 0; thread < threads; thread++) {
				int caller = thread;
				callers.execute(() -> call(caller));
			}
			await(this.warm);
			this.proxy.refuse();
			this.proxy.cut();
			this.phase = Phase.DOWN;
			CountDownLatch over = new CountDownLatch(1);
			clock.schedule(over::countDown, length.toMillis(), TimeUnit.MILLISECONDS);
			await(over);
			this.proxy.passThrough();
			long restored = System.nanoTime();
			this.phase = Phase.RESTORED;
			await(this.back);
			Duration recovery = Duration.ofNanos(System.nanoTime() - restored);
			this.phase = Phase.OVER;
			callers.shutdown();
			callers.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS);
			return new Report(this.requests.get(), this.attempts.get(), this.succeeded.get(),
					Duration.ofNanos(this.slowest.get()), recovery);
		}
		finally {
			this.phase = Phase.OVER;
			this.proxy.passThrough();
			callers.shutdownNow();
			clock.shutdownNow();
			this.application.close();
		}
	}

	private static void await(CountDownLatch latch) throws InterruptedException {
		if (!latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
			throw new IllegalStateException("The application does not answer any more");
		}
	}

	// The number of the caller is the id of all its transfers; nobody audits them.
	private void call(int caller) {
		Witness witness = this.application.witness();
		TransferUnit unit = this.application.unit();
		for (int i = 0; this.phase != Phase.OVER; i++) {
			Transfer transfer = new Transfer(caller, (caller + i) % ACCOUNTS, (caller + i + 1) % ACCOUNTS, 1);
			Phase begin = this.phase;
			int before = witness.attempts(transfer);
			long start = System.nanoTime();
			boolean done = succeeds(transfer, witness, unit);
			if (begin == Phase.DOWN) {
				this.requests.incrementAndGet();
				this.attempts.addAndGet(witness.attempts(transfer) - before);
				this.succeeded.addAndGet((done) ? 1 : 0);
				this.slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
			}
			if (done) {
				this.warm.countDown();
				if (this.phase == Phase.RESTORED) {
					this.back.countDown();
				}
			}
		}
	}

	private static boolean succeeds(Transfer transfer, Witness witness, TransferUnit unit) {
		try {
			witness.perform(transfer, unit);
			return true;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	/**
	 * What was counted of the requests that began while the database was away.
	 *
	 * @param requests how many there were
	 * @param attempts how many transactions they tried to begin
	 * @param succeeded how many succeeded nevertheless, after the database was back
	 * @param slowest the longest that one of them took
	 * @param recovery the time from the return of the database to the first success
	 */
	public record Report(int requests, int attempts, int succeeded, Duration slowest, Duration recovery) {

		/**
		 * Return how many attempts there were for each request.
		 * @return the ratio
		 */
		public double attemptsPerRequest() {
			return (double) this.attempts / Math.max(1, this.requests);
		}

	}

	/**
	 * How far the outage has come.
	 */
	private enum Phase {

		BEFORE, DOWN, RESTORED, OVER

	}

}
