package dev.mainstay.autoconfigure.transaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;

import dev.mainstay.failure.FailureClassifier;
import dev.mainstay.failure.FailureKind;

/**
 * Threads whose transactions end around the limit.
 */
final class LimitStress {

	private final Accounts accounts;

	private final long limitNanos;

	private final String nap;

	private final AtomicInteger nextId = new AtomicInteger();

	private final Queue<Integer> committed = new ConcurrentLinkedQueue<>();

	private final AtomicInteger ended = new AtomicInteger();

	private final Queue<String> offences = new ConcurrentLinkedQueue<>();

	LimitStress(Accounts accounts, Duration limit, boolean postgres) {
		this.accounts = accounts;
		this.limitNanos = limit.toNanos();
		this.nap = postgres ? "SELECT 1 FROM pg_sleep(?)" : "SELECT SLEEP(?)";
	}

	void run(int threads, Duration time) {
		long end = System.nanoTime() + time.toNanos();
		List<Thread> all = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			boolean brief = i % 2 == 0;
			Thread thread = new Thread(() -> {
				while (System.nanoTime() - end < 0) {
					work(brief);
				}
			}, "stress-" + i);
			thread.setDaemon(true);
			all.add(thread);
			thread.start();
		}
		Awaitility.await().atMost(time.plusSeconds(30)).until(() -> all.stream().noneMatch(Thread::isAlive));
	}

	private void work(boolean brief) {
		int id = this.nextId.incrementAndGet();
		long length = brief ? 0 : (long) (this.limitNanos * ThreadLocalRandom.current().nextDouble(0.8, 1.2));
		// Within it, so that the wait for a connection does not count.
		long[] began = new long[1];
		try {
			this.accounts.run("Stress.run", () -> {
				began[0] = System.nanoTime();
				this.accounts.application().jdbc().update("INSERT INTO stress VALUES (?)", id);
				if (id % 3 == 0) {
					this.accounts.application().jdbc().queryForObject(this.nap, Integer.class, length / 1e9);
				}
				else {
					LockSupport.parkNanos(length);
				}
				return null;
			});
			this.committed.add(id);
		}
		catch (RuntimeException ex) {
			long elapsed = System.nanoTime() - began[0];
			boolean meant = FailureClassifier.classify(ex, null).kind() == FailureKind.TRANSACTION_TIMEOUT;
			if (!meant || elapsed < this.limitNanos) {
				this.offences.add(id + " after " + elapsed + " ns: " + ex);
			}
			this.ended.incrementAndGet();
		}
	}

	Collection<String> offences() {
		return this.offences;
	}

	int ended() {
		return this.ended.get();
	}

	int committed() {
		return this.committed.size();
	}

	Collection<Integer> committedIds() {
		return this.committed;
	}

}
