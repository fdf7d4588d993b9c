package dev.mainstay.transaction.statistics;

import java.util.Map;

import dev.mainstay.failure.FailureKind;
import dev.mainstay.transaction.GiveUpReason;

/**
 * What became of units of work that failed, since the start.
 *
 * @param retries how many further attempts were made, by the failure that led to each
 * @param recovered how many units succeeded in the end, by the last failure before
 * @param givenUp how many units failed for good, by the reason for it
 * @param lost how many of those might have been recovered: their failure was one that
 * passes, and they were tried again in vain or for lack of time or budget not at all
 * @param units the figures by operation
 */
public record RecoverySnapshot(Map<FailureKind, Long> retries, Map<FailureKind, Long> recovered,
		Map<GiveUpReason, Long> givenUp, long lost, Map<String, Unit> units) {

	public RecoverySnapshot {
		retries = Map.copyOf(retries);
		recovered = Map.copyOf(recovered);
		givenUp = Map.copyOf(givenUp);
		units = Map.copyOf(units);
	}

	/**
	 * Return how many units succeeded after a failure.
	 * @return the number
	 */
	public long recoveredUnits() {
		return this.recovered.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * Return which part of the units that could be recovered was.
	 * @return a number from 0 to 1; 1 if there was nothing to recover
	 */
	public double successRate() {
		long recoverable = recoveredUnits() + this.lost;
		return (recoverable > 0) ? (double) recoveredUnits() / recoverable : 1;
	}

	/**
	 * What became of the units of one operation that failed.
	 *
	 * @param retries how many further attempts were made
	 * @param recovered how many units succeeded in the end
	 * @param givenUp how many failed for good
	 */
	public record Unit(long retries, long recovered, long givenUp) {

		boolean isEmpty() {
			return this.retries + this.recovered + this.givenUp == 0;
		}

		Unit plus(Unit unit) {
			return new Unit(this.retries + unit.retries, this.recovered + unit.recovered, this.givenUp + unit.givenUp);
		}

	}

}
