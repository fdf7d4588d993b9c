package dev.mainstay.transaction;

import java.time.Duration;
import java.util.Set;

import dev.mainstay.failure.FailureKind;

/**
 * How one unit of work is tried again.
 *
 * @param maxAttempts most attempts, the first one included
 * @param deadlockMaxAttempts most attempts while it fails because of deadlocks
 * @param baseDelay longest wait before the second attempt
 * @param multiplier by how much the longest wait grows
 * @param maxDelay what the longest wait grows to
 * @param deadline longest time for all attempts
 * @param wanted kinds that are retried besides the usual ones
 * @param reloads whether the unit reads what it changes, so that another attempt sees the
 * new version of a row that somebody else has changed
 */
record RetryRule(int maxAttempts, int deadlockMaxAttempts, Duration baseDelay, double multiplier, Duration maxDelay,
		Duration deadline, Set<FailureKind> wanted, boolean reloads) {

	static RetryRule of(RetrySettings settings, boolean reloads) {
		return new RetryRule(settings.maxAttempts(), settings.deadlockMaxAttempts(), settings.baseDelay(),
				settings.multiplier(), settings.maxDelay(), settings.deadline(), Set.of(), reloads);
	}

	RetryRule withAttempts(int attempts, int deadlockAttempts) {
		return new RetryRule(attempts, deadlockAttempts, this.baseDelay, this.multiplier, this.maxDelay, this.deadline,
				this.wanted, this.reloads);
	}

	RetryRule withDeadline(Duration deadline) {
		return new RetryRule(this.maxAttempts, this.deadlockMaxAttempts, this.baseDelay, this.multiplier, this.maxDelay,
				deadline, this.wanted, this.reloads);
	}

	RetryRule withWanted(Set<FailureKind> kinds) {
		return new RetryRule(this.maxAttempts, this.deadlockMaxAttempts, this.baseDelay, this.multiplier, this.maxDelay,
				this.deadline, Set.copyOf(kinds), this.reloads);
	}

	/**
	 * Return how often a unit that fails like this may be tried.
	 * @param kind why it failed
	 * @return the number of attempts, counted for this kind alone; 1 never to try again
	 */
	int attempts(FailureKind kind) {
		return switch (kind.reaction()) {
			case RETRY -> attemptsOfConflict(kind);
			case RETRY_WITHIN_BUDGET -> this.maxAttempts;
			case RETRY_ONCE -> Math.min(2, this.maxAttempts);
			case RETRY_IF_WANTED -> this.wanted.contains(kind) ? this.maxAttempts : 1;
			case GIVE_UP -> 1;
		};
	}

	private int attemptsOfConflict(FailureKind kind) {
		if (kind == FailureKind.OPTIMISTIC_LOCK) {
			return this.reloads ? this.maxAttempts : 1;
		}
		return (kind == FailureKind.DEADLOCK) ? this.deadlockMaxAttempts : this.maxAttempts;
	}

	/**
	 * Return how often a unit may be tried at all, whatever it fails of.
	 * @return the number of attempts
	 */
	int attemptsInAll() {
		return Math.max(this.maxAttempts, this.deadlockMaxAttempts);
	}

	/**
	 * Return the longest wait before an attempt: the cap of exponential back-off with
	 * full jitter.
	 * @param failed how many attempts have failed, at least 1
	 * @return the longest wait, in nanoseconds
	 */
	long longestDelayNanos(int failed) {
		double cap = this.baseDelay.toNanos() * Math.pow(this.multiplier, failed - 1.0);
		return (long) Math.min(cap, this.maxDelay.toNanos());
	}

}
