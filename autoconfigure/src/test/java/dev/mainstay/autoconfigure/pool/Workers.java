package dev.mainstay.autoconfigure.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;

import org.awaitility.Awaitility;

import dev.mainstay.autoconfigure.JdbcApplication;

/**
 * Threads that write into a ledger, one transaction for each line, for as long as they
 * are let.
 */
final class Workers implements AutoCloseable {

	static final String LEDGER = "CREATE TABLE IF NOT EXISTS ledger (worker INT, line INT, PRIMARY KEY (worker, line))";

	private final JdbcApplication application;

	private final List<Thread> threads = new ArrayList<>();

	private final AtomicIntegerArray committed;

	private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

	private volatile boolean stopped;

	private Workers(JdbcApplication application, int count) {
		this.application = application;
		this.committed = new AtomicIntegerArray(count);
	}

	static Workers start(JdbcApplication application, int count) {
		application.jdbc().execute(LEDGER);
		application.jdbc().execute("DELETE FROM ledger");
		Workers workers = new Workers(application, count);
		for (int i = 0; i < count; i++) {
			int worker = i;
			Thread thread = new Thread(() -> workers.work(worker), "ledger-" + worker);
			thread.setDaemon(true);
			workers.threads.add(thread);
			thread.start();
		}
		return workers;
	}

	private void work(int worker) {
		for (int line = 0; !this.stopped; line++) {
			int current = line;
			try {
				this.application.inTransaction(false, () -> this.application.jdbc()
					.update("INSERT INTO ledger (worker, line) VALUES (?, ?)", worker, current));
				this.committed.incrementAndGet(worker);
			}
			catch (Exception ex) {
				this.failures.add(ex);
			}
		}
	}

	Queue<Exception> failures() {
		return this.failures;
	}

	/**
	 * Wait until every single thread is under way, however long a slow machine takes.
	 */
	void awaitStart() {
		awaitProgressOfAll(Duration.ofSeconds(60));
	}

	/**
	 * Wait until every single thread has committed again.
	 * @param limit the longest wait
	 */
	void awaitProgressOfAll(Duration limit) {
		int[] before = new int[this.committed.length()];
		for (int i = 0; i < before.length; i++) {
			before[i] = this.committed.get(i);
		}
		Awaitility.await("progress of all").atMost(limit).pollInterval(Duration.ofMillis(20)).until(() -> {
			for (int i = 0; i < before.length; i++) {
				if (this.committed.get(i) == before[i]) {
					return false;
				}
			}
			return true;
		});
	}

	/**
	 * Return how many of the lines that were committed are not in the ledger.
	 * @return the number of lost lines
	 */
	int lostLines() {
		int lost = 0;
		for (int worker = 0; worker < this.committed.length(); worker++) {
			Integer found = this.application.jdbc()
				.queryForObject("SELECT count(*) FROM ledger WHERE worker = ?", Integer.class, worker);
			lost += Math.max(0, this.committed.get(worker) - ((found != null) ? found : 0));
		}
		return lost;
	}

	@Override
	public void close() {
		stop();
	}

	/**
	 * Let no thread begin another line, and wait until all are done.
	 */
	void stop() {
		this.stopped = true;
		Awaitility.await("workers gone")
			.atMost(Duration.ofSeconds(15))
			.until(() -> this.threads.stream().noneMatch(Thread::isAlive));
	}

}
