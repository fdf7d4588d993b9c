package dev.mainstay.autoconfigure.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.springframework.dao.DataAccessException;

import dev.mainstay.admission.CircuitOpenException;
import dev.mainstay.autoconfigure.JdbcApplication;

/**
 * Threads that ask for as long as they are let.
 */
final class Load implements AutoCloseable {

	private final AtomicBoolean stopped = new AtomicBoolean();

	private final AtomicLong done = new AtomicLong();

	private final List<Thread> threads = new ArrayList<>();

	private final Set<Thread> refused = ConcurrentHashMap.newKeySet();

	Load(JdbcApplication application, int count) {
		for (int i = 0; i < count; i++) {
			Thread thread = new Thread(() -> run(application));
			thread.setDaemon(true);
			this.threads.add(thread);
			thread.start();
		}
	}

	/**
	 * Return how many calls were answered.
	 * @return the number so far
	 */
	long done() {
		return this.done.get();
	}

	/**
	 * Return whether every thread was refused by the breaker at least once.
	 * @return whether none is left behind
	 */
	boolean isRefusedToAll() {
		return this.refused.size() == this.threads.size();
	}

	private void run(JdbcApplication application) {
		while (!this.stopped.get()) {
			try {
				application.pid();
				this.done.incrementAndGet();
			}
			catch (DataAccessException ex) {
				if (ex.getCause() instanceof CircuitOpenException) {
					this.refused.add(Thread.currentThread());
					Thread.onSpinWait();
				}
			}
		}
	}

	@Override
	public void close() {
		this.stopped.set(true);
		// What they do to an application that is being closed is nobody's concern.
		Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> this.threads.stream().noneMatch(Thread::isAlive));
	}

}
