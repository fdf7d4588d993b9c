package dev.mainstay.pool.health;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.Secrets;
import dev.mainstay.failure.FailureClassifier;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.pool.ManagedPool;

/**
 * Asks one database whether it is there, over a connection of its own, so that the answer
 * comes in time when the pool is exhausted and when the server is silent. Safe for use by
 * many threads; however many ask, one question is under way.
 */
public final class DatabaseProbe {

	private static final int MOST_UNDER_WAY = 3;

	private final ManagedPool pool;

	private final ProbeSettings settings;

	private final Executor executor;

	private final Clock clock;

	private final LongSupplier nanoTime;

	/** Guards {@link #pending}, {@link #last} and {@link #underWay}. */
	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Question pending;

	private @Nullable Answer last;

	private int underWay;

	/**
	 * Create a probe.
	 * @param pool the pool whose database is asked
	 * @param settings how often and how patiently
	 * @param executor runs the questions, each for about the timeout; at most one of this
	 * probe at a time
	 * @param clock tells the time of an answer
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	public DatabaseProbe(ManagedPool pool, ProbeSettings settings, Executor executor, Clock clock,
			LongSupplier nanoTime) {
		this.pool = pool;
		this.settings = settings;
		this.executor = executor;
		this.clock = clock;
		this.nanoTime = nanoTime;
	}

	/**
	 * Return the pool whose database is asked.
	 * @return the pool
	 */
	public ManagedPool pool() {
		return this.pool;
	}

	/**
	 * Return whether the database can be reached, within the timeout.
	 * @param force whether to ask even if the last answer is still good
	 * @return the answer
	 */
	public ProbeResult check(boolean force) {
		Question question;
		this.lock.lock();
		try {
			if (!force && this.last != null && age(this.last) < goodFor(this.last).toNanos()) {
				return this.last.result();
			}
			question = (this.pending != null && !isGivenUp(this.pending)) ? this.pending : ask();
		}
		finally {
			this.lock.unlock();
		}
		return await(question);
	}

	private long age(Answer answer) {
		return this.nanoTime.getAsLong() - answer.nanos();
	}

	// Bad news is renewed early: as long as it is believed the instance gets no work.
	private Duration goodFor(Answer answer) {
		Duration interval = this.settings.interval();
		boolean brief = !answer.result().reachable() && this.settings.timeout().compareTo(interval) < 0;
		return brief ? this.settings.timeout() : interval;
	}

	// A driver that keeps to no timeout may hang for good; its thread is let go of, but
	// only so many of them.
	private boolean isGivenUp(Question question) {
		long patience = Math.max(this.settings.timeout().toNanos() * 10, Duration.ofSeconds(10).toNanos());
		return this.underWay < MOST_UNDER_WAY && this.nanoTime.getAsLong() - question.nanos() > patience;
	}

	private Question ask() {
		Question question = new Question(new CompletableFuture<>(), this.nanoTime.getAsLong(), this.clock.instant());
		this.pending = question;
		this.underWay++;
		try {
			this.executor.execute(() -> answer(question));
		}
		catch (RejectedExecutionException ex) {
			answered(question, result(question, false, "the application is closing"));
		}
		catch (RuntimeException | Error ex) {
			answered(question, result(question, false, "no thread could be had to ask"));
			throw ex;
		}
		return question;
	}

	private void answer(Question question) {
		// What holds if not even an exception can be told of, such as with no memory.
		ProbeResult result = result(question, false, "the question could not be asked");
		try (Connection connection = this.pool.openAside(this.settings.timeout())) {
			int seconds = (int) Math.max(1, this.settings.timeout().toSeconds());
			boolean valid = connection.isValid(seconds);
			result = result(question, valid, valid ? null : "the server did not answer a test of the connection");
		}
		catch (SQLException ex) {
			result = failed(question, ex);
		}
		catch (RuntimeException ex) {
			result = result(question, false, Secrets.mask(String.valueOf(ex.getMessage())));
		}
		finally {
			answered(question, result);
		}
	}

	private void answered(Question question, ProbeResult result) {
		this.lock.lock();
		try {
			if (!question.future().complete(result)) {
				return;
			}
			this.underWay--;
			if (this.pending == question) {
				this.pending = null;
				this.last = new Answer(result, this.nanoTime.getAsLong());
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private ProbeResult failed(Question question, SQLException error) {
		FailureKind kind = FailureClassifier.kindOf(error, this.pool.url().product());
		boolean full = kind == FailureKind.TOO_MANY_CONNECTIONS && this.pool.snapshot().total() > 0;
		return result(question, full, (full ? "the server takes no further connections: " : "")
				+ Secrets.mask(String.valueOf(error.getMessage())));
	}

	private ProbeResult await(Question question) {
		long left = this.settings.timeout().toNanos() - (this.nanoTime.getAsLong() - question.nanos());
		try {
			return question.future().get(Math.max(0, left), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return result(question, false, "no answer so far");
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A probe ended without a result", ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return result(question, false, "interrupted while waiting for the answer");
		}
	}

	private ProbeResult result(Question question, boolean reachable, @Nullable String note) {
		Duration responseTime = Duration.ofNanos(this.nanoTime.getAsLong() - question.nanos());
		return new ProbeResult(reachable, question.askedAt(), responseTime, note);
	}

	/**
	 * A question under way.
	 */
	private record Question(CompletableFuture<ProbeResult> future, long nanos, Instant askedAt) {

	}

	/**
	 * The last answer and when it came.
	 */
	private record Answer(ProbeResult result, long nanos) {

	}

}
