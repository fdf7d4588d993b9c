package dev.mainstay.transaction;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.backoff.BackOffInterruptedException;
import org.springframework.retry.backoff.BackOffPolicy;
import org.springframework.retry.backoff.Sleeper;
import org.springframework.retry.backoff.StatelessBackOffPolicy;
import org.springframework.retry.context.RetryContextSupport;

import dev.mainstay.failure.Attempts;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureClassifier;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.failure.Rollback;

/**
 * The failed attempts of one run of a unit of work, and Spring Retry's policy for it:
 * whether there is another attempt is decided once, when a failure is registered. Belongs
 * to the thread that runs the unit.
 */
final class UnitFailures implements RetryPolicy {

	private static final long serialVersionUID = 1L;

	private final transient UnitOfWork unit;

	private final transient UnitFrame frame;

	private final boolean sessionHolds;

	private final transient LongSupplier nanoTime;

	private final transient Clock clock;

	private final long start;

	private final Map<FailureKind, Integer> failures = new EnumMap<>(FailureKind.class);

	private transient @Nullable UnitListeners listeners;

	private transient @Nullable Throwable last;

	private FailureKind kind = FailureKind.OTHER;

	private @Nullable GiveUpReason reason;

	// Why the attempt that was announced was not made.
	private @Nullable GiveUpReason notTried;

	private int attempts;

	private long delayNanos;

	private boolean conflicted;

	UnitFailures(UnitOfWork unit, UnitFrame frame, boolean sessionHolds, LongSupplier nanoTime, Clock clock,
			long start) {
		this.unit = unit;
		this.frame = frame;
		this.sessionHolds = sessionHolds;
		this.nanoTime = nanoTime;
		this.clock = clock;
		this.start = start;
	}

	// Nothing that goes wrong here may hide what went wrong before.
	static Failure classify(Throwable error) {
		try {
			return FailureClassifier.classify(error, null);
		}
		catch (RuntimeException ex) {
			error.addSuppressed(ex);
			return new Failure(FailureKind.OTHER, null, Rollback.NOT_KNOWN, false);
		}
	}

	void listenWith(UnitListeners listeners) {
		this.listeners = listeners;
	}

	UnitFrame frame() {
		return this.frame;
	}

	@Override
	public RetryContext open(RetryContext parent) {
		return new RetryContextSupport(parent);
	}

	@Override
	public boolean canRetry(RetryContext context) {
		return this.reason == null;
	}

	@Override
	public void close(RetryContext context) {
	}

	@Override
	public void registerThrowable(RetryContext context, Throwable throwable) {
		if (this.notTried != null) {
			this.reason = this.notTried;
			return;
		}
		if (context instanceof RetryContextSupport registered) {
			registered.registerThrowable(throwable);
		}
		Failure failure = this.frame.explain(classify(throwable));
		this.attempts++;
		this.last = throwable;
		this.kind = failure.kind();
		this.failures.merge(this.kind, 1, Integer::sum);
		RetryRule rule = this.unit.rule();
		this.reason = (rule != null) ? reason(rule, failure, throwable) : GiveUpReason.NOT_RETRYABLE;
		if (this.reason == null) {
			announce();
		}
	}

	private @Nullable GiveUpReason reason(RetryRule rule, Failure failure, Throwable error) {
		int allowed = rule.attempts(failure.kind());
		if (failure.kind() == FailureKind.COMMIT_OUTCOME_UNKNOWN || !this.frame.isUndone(failure)
				|| !this.unit.rollsBackOn(error)) {
			return GiveUpReason.NOT_RETRYABLE;
		}
		if (allowed < 2 && rule.attemptsInAll() > 1) {
			return GiveUpReason.NOT_RETRYABLE;
		}
		if (this.sessionHolds) {
			return GiveUpReason.OPEN_SESSION;
		}
		if (this.failures.getOrDefault(failure.kind(), 0) >= allowed || this.attempts >= rule.attemptsInAll()) {
			return GiveUpReason.ATTEMPTS_EXHAUSTED;
		}
		if (Thread.currentThread().isInterrupted()) {
			return GiveUpReason.INTERRUPTED;
		}
		this.delayNanos = ThreadLocalRandom.current().nextLong(rule.longestDelayNanos(this.attempts) + 1);
		if (this.delayNanos >= nanosLeft(rule)) {
			return GiveUpReason.DEADLINE;
		}
		FailureKind.Reaction reaction = failure.kind().reaction();
		boolean limited = reaction == FailureKind.Reaction.RETRY_WITHIN_BUDGET
				|| reaction == FailureKind.Reaction.RETRY_ONCE;
		return (limited && !this.unit.budget().take()) ? GiveUpReason.BUDGET_EXHAUSTED : null;
	}

	private void announce() {
		if (isConflict() && !this.conflicted) {
			this.conflicted = true;
			this.unit.turnstile().conflicted();
		}
		Duration delay = Duration.ofNanos(this.delayNanos);
		tell((listener) -> listener.retrying(this.unit.name(), this.kind, this.attempts, delay));
	}

	/**
	 * Return whether the last attempt failed because of another unit, which is likely to
	 * be one of the same operation.
	 * @return whether the unit waits for its turn
	 */
	boolean isConflict() {
		return this.kind == FailureKind.DEADLOCK || this.kind == FailureKind.SERIALIZATION_CONFLICT
				|| this.kind == FailureKind.OPTIMISTIC_LOCK;
	}

	long nanosLeft() {
		RetryRule rule = this.unit.rule();
		return (rule != null) ? nanosLeft(rule) : 0;
	}

	private long nanosLeft(RetryRule rule) {
		return rule.deadline().toNanos() - (this.nanoTime.getAsLong() - this.start);
	}

	BackOffPolicy backOff(Sleeper sleeper) {
		return new StatelessBackOffPolicy() {

			@Override
			protected void doBackOff() throws BackOffInterruptedException {
				try {
					sleeper.sleep(Duration.ofNanos(UnitFailures.this.delayNanos).toMillis());
				}
				catch (InterruptedException ex) {
					throw new BackOffInterruptedException("Interrupted between attempts", ex);
				}
			}

		};
	}

	/**
	 * Return what ended the last attempt, if there is no time left for another one.
	 * @return the failure to give up with, or {@code null} if there is time
	 */
	@Nullable Throwable outOfTime() {
		if (nanosLeft() > 0) {
			return null;
		}
		this.notTried = GiveUpReason.DEADLINE;
		return this.last;
	}

	/**
	 * Put back in memory what the last attempt has changed there.
	 * @param care puts the sessions in order
	 * @return the failure to give up with because that was not possible, or {@code null}
	 */
	@Nullable Throwable undo(Runnable care) {
		try {
			this.frame.undo();
			care.run();
			return null;
		}
		catch (RuntimeException ex) {
			this.notTried = GiveUpReason.NOT_RETRYABLE;
			if (this.last != null) {
				this.last.addSuppressed(ex);
			}
			return this.last;
		}
	}

	void recovered() {
		Duration elapsed = Duration.ofNanos(this.nanoTime.getAsLong() - this.start);
		tell((listener) -> listener.recovered(this.unit.name(), this.kind, this.attempts + 1, elapsed));
	}

	/**
	 * Return what the caller gets when there is no other attempt.
	 * @param error the failure of the last attempt
	 * @return the same one, or the one that says that the outcome is unknown
	 */
	Throwable gaveUp(Throwable error) {
		if (error != this.last) {
			return error;
		}
		tellOfGivingUp((this.reason != null) ? this.reason : GiveUpReason.NOT_RETRYABLE);
		if (this.kind.isTransient()) {
			new Attempts(this.attempts, this.clock.instant()).attachTo(error);
		}
		if (this.kind == FailureKind.COMMIT_OUTCOME_UNKNOWN && !(error instanceof CommitOutcomeUnknownException)) {
			return new CommitOutcomeUnknownException(this.unit.name(), error);
		}
		return error;
	}

	/**
	 * Return what the caller gets when the wait between attempts was interrupted.
	 * @return the failure of the last attempt
	 */
	Throwable interrupted() {
		tellOfGivingUp(GiveUpReason.INTERRUPTED);
		Throwable error = this.last;
		if (error != null) {
			new Attempts(this.attempts, this.clock.instant()).attachTo(error);
		}
		return (error != null) ? error : new IllegalStateException("Interrupted before the first attempt");
	}

	private void tellOfGivingUp(GiveUpReason why) {
		tell((listener) -> listener.gaveUp(this.unit.name(), this.kind, this.attempts, why));
	}

	private void tell(Consumer<UnitListener> event) {
		if (this.listeners != null) {
			this.listeners.tell(event);
		}
	}

	void settle() {
		if (this.conflicted) {
			this.conflicted = false;
			this.unit.turnstile().settled();
		}
	}

}
