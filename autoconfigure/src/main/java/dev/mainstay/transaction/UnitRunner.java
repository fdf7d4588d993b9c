package dev.mainstay.transaction;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.backoff.BackOffInterruptedException;
import org.springframework.retry.backoff.Sleeper;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.mainstay.failure.FailureKind;
import dev.mainstay.operation.Operation;
import dev.mainstay.operation.PreferredSegments;

/*
 * How a unit of work is run.
 *
 * A first attempt costs a few fields: the name of the operation, a frame that the
 * connections report to, a look at the operation's line. Everything else happens after a
 * failure. Then the whole chain of the exception is classified, and the unit is tried
 * again by Spring Retry's template if
 *
 *  - the reason passes by itself (the kind of the failure),
 *  - nothing of the failed attempt remains in the database (the frame: its transaction
 *    was rolled back, and no write outside of it may have happened),
 *  - no object in memory keeps a part of it that the next attempt would not undo,
 *  - the rule, the deadline and, for lost connections, the budget allow it.
 *
 * Inside of an open transaction nothing is tried again: only what opened it can be.
 */

/**
 * Runs units of work and tries them again where that is safe and helps. Safe for use by
 * many threads.
 */
public final class UnitRunner {

	private static final Logger logger = LoggerFactory.getLogger(UnitRunner.class);

	private final LongSupplier nanoTime;

	private final Clock clock;

	private final Sleeper sleeper;

	private final Supplier<List<UnitListener>> listenerSource;

	private final Supplier<List<AttemptCare>> careSource;

	private volatile @Nullable UnitListeners listeners;

	private volatile @Nullable List<AttemptCare> care;

	// Where it was said that a unit runs inside of another one's transaction.
	private final Set<String> said = ConcurrentHashMap.newKeySet();

	/**
	 * Create a runner.
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 * @param clock the source of the time of day
	 * @param sleeper how to wait between attempts
	 * @param listeners who hears of failed attempts; asked for at the first failure
	 * @param care who puts memory in order between attempts; asked for at the first use
	 */
	public UnitRunner(LongSupplier nanoTime, Clock clock, Sleeper sleeper, Supplier<List<UnitListener>> listeners,
			Supplier<List<AttemptCare>> care) {
		this.nanoTime = nanoTime;
		this.clock = clock;
		this.sleeper = sleeper;
		this.listenerSource = listeners;
		this.careSource = care;
	}

	/**
	 * Run a unit.
	 * @param unit the unit
	 * @param work what it does; called for each attempt
	 * @param <T> the type of the result
	 * @param <E> the type of what the work throws
	 * @return the result of the attempt that succeeded
	 * @throws E the failure of the last attempt
	 */
	<T extends @Nullable Object, E extends Throwable> T run(UnitOfWork unit, Work<T, E> work) throws E {
		if (unit.segments().isEmpty()) {
			return joinOrBegin(unit, work);
		}
		List<String> before = PreferredSegments.enter(unit.segments());
		try {
			return joinOrBegin(unit, work);
		}
		finally {
			PreferredSegments.enter(before);
		}
	}

	private <T extends @Nullable Object, E extends Throwable> T joinOrBegin(UnitOfWork unit, Work<T, E> work) throws E {
		return TransactionSynchronizationManager.isActualTransactionActive() ? join(unit, work) : begin(unit, work);
	}

	private <T extends @Nullable Object, E extends Throwable> T join(UnitOfWork unit, Work<T, E> work) throws E {
		Operation before = unit.isNamed() ? Operation.enter(unit.operation()) : Operation.current();
		try {
			return work.run();
		}
		catch (Throwable ex) {
			if (unit.rule() != null && UnitFrame.currentRepeatable() == null) {
				suppressed(unit, unit.rule(), ex);
			}
			throw ex;
		}
		finally {
			if (unit.isNamed()) {
				Operation.enter(before);
			}
		}
	}

	// Nobody further out tries again either.
	private void suppressed(UnitOfWork unit, RetryRule rule, Throwable error) {
		FailureKind kind = UnitFailures.classify(error).kind();
		if (rule.attempts(kind) < 2) {
			return;
		}
		listeners().tell((listener) -> listener.gaveUp(unit.name(), kind, 1, GiveUpReason.OUTER_TRANSACTION));
		if (this.said.size() < 1000 && this.said.add(unit.operation().place())) {
			logger.info(
					"'{}' failed ({}) inside of a transaction that was open before ({}), so it is not tried again: "
							+ "only what opened the transaction can be. @RetryableTransaction belongs there",
					unit.name(), kind, TransactionSynchronizationManager.getCurrentTransactionName());
		}
	}

	private <T extends @Nullable Object, E extends Throwable> T begin(UnitOfWork unit, Work<T, E> work) throws E {
		boolean repeatable = unit.rule() != null;
		boolean holds = repeatable && unit.isTransactional() && holdsEntities();
		Operation before = Operation.enter(unit.operation());
		UnitFrame frame = UnitFrame.enter(repeatable && !holds);
		long start = repeatable ? this.nanoTime.getAsLong() : 0;
		try {
			T result = firstAttempt(unit, work);
			unit.budget().succeeded();
			return result;
		}
		catch (Throwable ex) {
			return failed(unit, work, new UnitFailures(unit, frame, holds, this.nanoTime, this.clock, start), ex);
		}
		finally {
			frame.leave();
			Operation.enter(before);
		}
	}

	private boolean holdsEntities() {
		for (AttemptCare one : care()) {
			if (one.holdsEntities()) {
				return true;
			}
		}
		return false;
	}

	private static <T extends @Nullable Object, E extends Throwable> T firstAttempt(UnitOfWork unit, Work<T, E> work)
			throws E {
		Lock place = (unit.rule() != null) ? unit.turnstile().enter() : null;
		if (place == null) {
			return work.run();
		}
		try {
			return work.run();
		}
		finally {
			place.unlock();
		}
	}

	private <T extends @Nullable Object, E extends Throwable> T failed(UnitOfWork unit, Work<T, E> work,
			UnitFailures failures, Throwable first) throws E {
		if (!failures.frame().explain(UnitFailures.classify(first)).isOfDatabase()) {
			throw UnitRunner.<E>same(first);
		}
		RetryTemplate template = new RetryTemplate();
		template.setRetryPolicy(failures);
		template.setBackOffPolicy(failures.backOff(this.sleeper));
		RetryCallback<T, E> attempts = (context) -> {
			if (context.getRetryCount() == 0) {
				throw UnitRunner.<E>same(first);
			}
			return nextAttempt(unit, work, failures);
		};
		try {
			failures.listenWith(listeners());
			T result = template.execute(attempts);
			failures.recovered();
			unit.budget().succeeded();
			return result;
		}
		catch (BackOffInterruptedException ex) {
			Thread.currentThread().interrupt();
			Throwable last = failures.interrupted();
			throw UnitRunner.<E>same(last);
		}
		catch (Throwable ex) {
			throw UnitRunner.<E>same(failures.gaveUp(ex));
		}
		finally {
			failures.settle();
		}
	}

	private <T extends @Nullable Object, E extends Throwable> T nextAttempt(UnitOfWork unit, Work<T, E> work,
			UnitFailures failures) throws E {
		Throwable stuck = failures.undo(() -> care().forEach((one) -> one.beforeNextAttempt(unit.isTransactional())));
		if (stuck != null) {
			throw UnitRunner.<E>same(stuck);
		}
		Lock turn = failures.isConflict() ? unit.turnstile().takeTurn(failures.nanosLeft() / 2) : null;
		try {
			Throwable late = failures.outOfTime();
			if (late != null) {
				throw UnitRunner.<E>same(late);
			}
			return work.run();
		}
		finally {
			if (turn != null) {
				turn.unlock();
			}
		}
	}

	private UnitListeners listeners() {
		UnitListeners known = this.listeners;
		if (known == null) {
			known = new UnitListeners(this.listenerSource.get());
			this.listeners = known;
		}
		return known;
	}

	private List<AttemptCare> care() {
		List<AttemptCare> known = this.care;
		if (known == null) {
			known = List.copyOf(this.careSource.get());
			this.care = known;
		}
		return known;
	}

	// Whatever a unit throws is thrown to its caller, as if nobody stood between.
	@SuppressWarnings("unchecked")
	private static <E extends Throwable> E same(Throwable error) {
		return (E) error;
	}

}
