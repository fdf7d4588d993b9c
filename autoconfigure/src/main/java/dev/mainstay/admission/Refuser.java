package dev.mainstay.admission;

import java.sql.SQLException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Says no to callers of a gate, and tells of it.
 */
final class Refuser {

	private static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);

	private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

	private final String name;

	private final AdmissionSettings settings;

	private final Holders holders;

	private final RefusalListener listener;

	Refuser(String name, AdmissionSettings settings, Holders holders, RefusalListener listener) {
		this.name = name;
		this.settings = settings;
		this.holders = holders;
		this.listener = listener;
	}

	/**
	 * Make the error of a caller.
	 * @param waiter the caller
	 * @param reason why it gets no permit
	 * @param figures the figures of the gate
	 * @param segment those of its segment, if there are segments
	 * @param expected when those who wait now will have been served, in nanoseconds
	 * @param now the time
	 * @return the error, to be thrown on the caller's thread
	 */
	PoolOverloadedException error(Waiter waiter, Refusal reason, GateSnapshot figures,
			@Nullable SegmentSnapshot segment, long expected, long now) {
		Duration waited = Duration.ofNanos(Math.max(0, now - waiter.since));
		String outer = (reason == Refusal.POOL_LOCK) ? this.holders.operationOf(waiter.thread) : null;
		String message = RefusalMessage.of(this.name, reason, figures, segment, waited, this.settings, outer);
		return new PoolOverloadedException(message, reason, waiter.segment.name(), waited, retryAfter(expected));
	}

	private static Duration retryAfter(long expected) {
		Duration retry = Duration.ofNanos(expected);
		if (retry.compareTo(SHORTEST_RETRY) < 0) {
			return SHORTEST_RETRY;
		}
		return (retry.compareTo(LONGEST_RETRY) > 0) ? LONGEST_RETRY : retry;
	}

	/**
	 * Tell of a refusal; not to be called by whoever has the lock of the gate.
	 * @param waiter the caller
	 * @param error its error
	 * @return the error
	 */
	PoolOverloadedException told(Waiter waiter, PoolOverloadedException error) {
		waiter.segment.statistics().refused(error.reason());
		this.listener.refused(this.name, error);
		return error;
	}

	SQLException interrupted() {
		return new SQLException("Interrupted while waiting for a connection of '" + this.name + "'",
				new InterruptedException());
	}

}
