package dev.mainstay.alert;

import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.event.Sample;
import dev.mainstay.event.Signal;

/**
 * A value that a rule can judge.
 *
 * @param dataSource the bean name of the data source
 * @param operation the operation, if the rule looks at each
 * @param value the value in the unit of the signal
 */
record Judgement(String dataSource, @Nullable String operation, double value) {

	private static final double MILLISECOND = 1_000_000;

	// Return what a rule can judge of the last minute.
	static List<Judgement> of(AlertRule rule, Sample minute) {
		if (rule.signal() == Signal.OPERATION_P95) {
			return minute.operations()
				.entrySet()
				.stream()
				.filter((entry) -> entry.getValue().count() >= rule.evidence())
				.map((entry) -> new Judgement(minute.dataSource(), entry.getKey(),
						SlidingMinute.p95(entry.getValue()) / MILLISECOND))
				.sorted(worstFirst(rule))
				.toList();
		}
		Double value = minute.value(rule.signal());
		return (value != null && Double.isFinite(value) && evidence(rule.signal(), minute) >= rule.evidence())
				? List.of(new Judgement(minute.dataSource(), null, value)) : List.of();
	}

	private static Comparator<Judgement> worstFirst(AlertRule rule) {
		Comparator<Judgement> smallestFirst = Comparator.comparingDouble(Judgement::value);
		return (rule.comparison() == Comparison.ABOVE) ? smallestFirst.reversed() : smallestFirst;
	}

	private static double evidence(Signal signal, Sample minute) {
		return switch (signal) {
			case STATEMENT_MEAN, STATEMENT_P50, STATEMENT_P95, STATEMENT_P99, STATEMENT_MAX ->
				minute.statements().count();
			case ERROR_SHARE, SLOW_SHARE -> count(minute, Signal.STATEMENTS);
			case CACHE_HIT_RATIO -> count(minute, Signal.CACHE_LOOKUPS);
			default -> Double.MAX_VALUE;
		};
	}

	private static double count(Sample minute, Signal signal) {
		Double count = minute.value(signal);
		return (count != null) ? count : 0;
	}

}
