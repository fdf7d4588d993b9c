package dev.mainstay.admission;

import java.sql.SQLException;
import java.time.Duration;

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
	 * Refuse a caller. Words and stack take longer than everything else that a gate does,
	 * so this is not to be called by whoever has its lock.
	 * @param caller who, and why
	 * @return the error, to be thrown on the caller's thread
	 */
	PoolOverloadedException refuse(RefusedCaller caller) {
		Refusal reason = caller.reason();
		Waiter waiter = caller.waiter();
		Duration waited = Duration.ofNanos(Math.max(0, caller.waited()));
		String outer = (reason == Refusal.POOL_LOCK) ? this.holders.operationOf(waiter.thread) : null;
		String message = RefusalMessage.of(this.name, reason, caller.gate(), caller.segment(), waited, this.settings,
				outer);
		PoolOverloadedException error = new PoolOverloadedException(message, reason, waiter.segment.name(),
				caller.segmentFull(), waited, retryAfter(caller.untilServed()));
		waiter.segment.statistics().refused(reason);
		this.listener.refused(this.name, error);
		return error;
	}

	private static Duration retryAfter(long expected) {
		Duration retry = Duration.ofNanos(expected);
		if (retry.compareTo(SHORTEST_RETRY) < 0) {
			return SHORTEST_RETRY;
		}
		return (retry.compareTo(LONGEST_RETRY) > 0) ? LONGEST_RETRY : retry;
	}

	SQLException interrupted() {
		return new SQLException("Interrupted while waiting for a connection of '" + this.name + "'",
				new InterruptedException());
	}

}
