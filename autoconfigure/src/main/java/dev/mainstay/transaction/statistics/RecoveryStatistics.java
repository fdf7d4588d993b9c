package dev.mainstay.transaction.statistics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import dev.mainstay.failure.FailureKind;
import dev.mainstay.transaction.GiveUpReason;
import dev.mainstay.transaction.UnitListener;

/**
 * Counts what became of units of work that failed; safe for use by many threads.
 */
public final class RecoveryStatistics implements UnitListener {

	static final int MOST_OPERATIONS = 500;

	private final Map<FailureKind, LongAdder> retries = counters(FailureKind.class);

	private final Map<FailureKind, LongAdder> recovered = counters(FailureKind.class);

	private final Map<GiveUpReason, LongAdder> givenUp = counters(GiveUpReason.class);

	// Given up although another attempt would have been worth it.
	private final LongAdder lost = new LongAdder();

	private final Map<String, Unit> units = new ConcurrentHashMap<>();

	private final Unit other = new Unit();

	private static <E extends Enum<E>> Map<E, LongAdder> counters(Class<E> type) {
		Map<E, LongAdder> counters = new EnumMap<>(type);
		for (E constant : type.getEnumConstants()) {
			counters.put(constant, new LongAdder());
		}
		return counters;
	}

	@Override
	public void retrying(String operation, FailureKind kind, int attempt, Duration delay) {
		increment(this.retries, kind);
		unit(operation).retries.increment();
	}

	@Override
	public void recovered(String operation, FailureKind kind, int attempts, Duration elapsed) {
		increment(this.recovered, kind);
		unit(operation).recovered.increment();
	}

	@Override
	public void gaveUp(String operation, FailureKind kind, int attempts, GiveUpReason reason) {
		increment(this.givenUp, reason);
		unit(operation).givenUp.increment();
		boolean tried = attempts > 1
				|| (reason != GiveUpReason.NOT_RETRYABLE && reason != GiveUpReason.OUTER_TRANSACTION);
		if (kind.isTransient() && tried) {
			this.lost.increment();
		}
	}

	private static <E extends Enum<E>> void increment(Map<E, LongAdder> counters, E constant) {
		LongAdder counter = counters.get(constant);
		if (counter != null) {
			counter.increment();
		}
	}

	private Unit unit(String operation) {
		Unit known = this.units.get(operation);
		if (known != null) {
			return known;
		}
		return (this.units.size() < MOST_OPERATIONS) ? this.units.computeIfAbsent(operation, (name) -> new Unit())
				: this.other;
	}

	/**
	 * Return the figures.
	 * @return what happened since the start
	 */
	public RecoverySnapshot snapshot() {
		Map<String, RecoverySnapshot.Unit> byOperation = new TreeMap<>();
		this.units.forEach((operation, unit) -> byOperation.put(operation, unit.snapshot()));
		RecoverySnapshot.Unit rest = this.other.snapshot();
		if (!rest.isEmpty()) {
			byOperation.merge(OperationFigures.OTHER, rest, RecoverySnapshot.Unit::plus);
		}
		return new RecoverySnapshot(sums(FailureKind.class, this.retries), sums(FailureKind.class, this.recovered),
				sums(GiveUpReason.class, this.givenUp), this.lost.sum(), byOperation);
	}

	private static <E extends Enum<E>> Map<E, Long> sums(Class<E> type, Map<E, LongAdder> counters) {
		Map<E, Long> sums = new EnumMap<>(type);
		counters.forEach((constant, counter) -> sums.put(constant, counter.sum()));
		return sums;
	}

	/**
	 * Live figures of one operation.
	 */
	private static final class Unit {

		private final LongAdder retries = new LongAdder();

		private final LongAdder recovered = new LongAdder();

		private final LongAdder givenUp = new LongAdder();

		RecoverySnapshot.Unit snapshot() {
			return new RecoverySnapshot.Unit(this.retries.sum(), this.recovered.sum(), this.givenUp.sum());
		}

	}

}
