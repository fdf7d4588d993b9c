package dev.mainstay.transaction.outcome;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.SideConnections;
import dev.mainstay.datasource.TransactionState;

/**
 * Asks the database what became of lost commits, again and again until it says so or time
 * is up. Only a few commits are asked for at once: a server that has just failed for
 * everybody has no connections to spare. Being interrupted does not make an answer come
 * sooner, and guessing would be worse, so interrupts are kept for afterwards.
 */
final class Inquiry {

	private static final Logger logger = LoggerFactory.getLogger(Inquiry.class);

	private static final int AT_ONCE = 8;

	private static final Duration LONGEST_ANSWER = Duration.ofSeconds(3);

	private static final Duration SHORTEST_ANSWER = Duration.ofSeconds(1);

	private static final int FIRST_PAUSE_MILLIS = 20;

	private static final int LONGEST_PAUSE_MILLIS = 500;

	private final SideConnections connections;

	private final Duration timeout;

	private final LongSupplier nanoTime;

	private final Semaphore permits = new Semaphore(AT_ONCE, true);

	Inquiry(SideConnections connections, Duration timeout, LongSupplier nanoTime) {
		this.connections = connections;
		this.timeout = timeout;
		this.nanoTime = nanoTime;
	}

	/**
	 * Ask what became of a transaction.
	 * @param dataSource the bean name of its data source
	 * @param evidence what it left behind
	 * @return committed, rolled back or unknown
	 */
	TransactionState answer(String dataSource, Evidence evidence) {
		return new Case(dataSource, evidence).answer();
	}

	/**
	 * One lost commit.
	 */
	private final class Case {

		private final String dataSource;

		private final Evidence evidence;

		private final long begun = Inquiry.this.nanoTime.getAsLong();

		private boolean interrupted;

		private @Nullable Exception lastError;

		Case(String dataSource, Evidence evidence) {
			this.dataSource = dataSource;
			this.evidence = evidence;
		}

		TransactionState answer() {
			try {
				TransactionState state = ask();
				for (int pause = FIRST_PAUSE_MILLIS; !state.isOver() && !left().isZero(); pause *= 2) {
					pause(Math.min(pause, LONGEST_PAUSE_MILLIS));
					state = ask();
				}
				return told(state.isOver() ? state : TransactionState.UNKNOWN);
			}
			finally {
				if (this.interrupted) {
					Thread.currentThread().interrupt();
				}
			}
		}

		private TransactionState told(TransactionState state) {
			if (state != TransactionState.UNKNOWN) {
				logger.info("Data source '{}': a commit without an answer was found to be {} after {} ms",
						this.dataSource, (state == TransactionState.COMMITTED) ? "committed" : "rolled back",
						elapsed().toMillis());
			}
			else {
				logger.warn("Data source '{}': it stays unknown whether a transaction was committed ({}), after {} ms",
						this.dataSource, this.evidence, elapsed().toMillis(), this.lastError);
			}
			return state;
		}

		private TransactionState ask() {
			if (!acquire()) {
				return TransactionState.UNKNOWN;
			}
			try (Connection beside = Inquiry.this.connections.open(this.dataSource, patience())) {
				boolean overdue = elapsed().compareTo(Inquiry.this.timeout.dividedBy(4)) > 0;
				return this.evidence.ask(beside, overdue);
			}
			catch (SQLException | RuntimeException ex) {
				this.lastError = ex;
				return TransactionState.COMMIT_SENT;
			}
			finally {
				Inquiry.this.permits.release();
			}
		}

		private boolean acquire() {
			while (true) {
				this.interrupted |= Thread.interrupted();
				try {
					return Inquiry.this.permits.tryAcquire(left().toNanos(), TimeUnit.NANOSECONDS);
				}
				catch (InterruptedException ex) {
					this.interrupted = true;
				}
			}
		}

		private void pause(int millis) {
			long nanos = TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(millis / 2, millis + 1));
			long end = Inquiry.this.nanoTime.getAsLong() + Math.min(nanos, left().toNanos());
			for (long rest = end - Inquiry.this.nanoTime.getAsLong(); rest > 0; rest = end
					- Inquiry.this.nanoTime.getAsLong()) {
				LockSupport.parkNanos(this, rest);
				this.interrupted |= Thread.interrupted();
			}
		}

		private Duration patience() {
			Duration left = left();
			if (left.compareTo(SHORTEST_ANSWER) < 0) {
				return SHORTEST_ANSWER;
			}
			return (left.compareTo(LONGEST_ANSWER) > 0) ? LONGEST_ANSWER : left;
		}

		private Duration elapsed() {
			return Duration.ofNanos(Inquiry.this.nanoTime.getAsLong() - this.begun);
		}

		private Duration left() {
			Duration left = Inquiry.this.timeout.minus(elapsed());
			return left.isNegative() ? Duration.ZERO : left;
		}

	}

}
