package dev.mainstay.history;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

import dev.mainstay.event.Signal;

/**
 * What was usual in one hour of one day: for each signal the median of its windows, their
 * median absolute deviation, and what 95 % of them did not exceed. Amounts that are added
 * up are per minute. Immutable.
 */
public final class HourSummary {

	/**
	 * The most hours that are kept: those of two weeks.
	 */
	static final int MOST_HOURS = 14 * 24;

	private static final double HIGH = 0.95;

	private final long start;

	// By the ordinal of the signal; not a number where there was no value.
	private final float[] medians;

	private final float[] deviations;

	private final float[] highs;

	HourSummary(long start, float[] medians, float[] deviations, float[] highs) {
		this.start = start;
		this.medians = medians;
		this.deviations = deviations;
		this.highs = highs;
	}

	static HourSummary of(long start, List<HistoryEntry> entries) {
		float[] medians = nothing();
		float[] deviations = nothing();
		float[] highs = nothing();
		for (Signal signal : Signal.values()) {
			double[] levels = entries.stream()
				.mapToDouble((entry) -> entry.level(signal))
				.filter((level) -> !Double.isNaN(level))
				.toArray();
			if (levels.length != 0) {
				double median = Robust.median(levels);
				medians[signal.ordinal()] = (float) median;
				deviations[signal.ordinal()] = (float) Robust.deviation(levels, median);
				highs[signal.ordinal()] = (float) Robust.quantile(levels, HIGH);
			}
		}
		return new HourSummary(start, medians, deviations, highs);
	}

	static float[] nothing() {
		float[] values = new float[HistoryEntry.SIGNALS];
		Arrays.fill(values, Float.NaN);
		return values;
	}

	static List<HourSummary> latest(List<HourSummary> hours) {
		return List.copyOf(hours.subList(Math.max(hours.size() - MOST_HOURS, 0), hours.size()));
	}

	// Those of the last two weeks: the application may have rested, or not been there.
	static List<HourSummary> known(List<HourSummary> hours, Instant now) {
		// The hour that is not over yet has no summary.
		Instant oldest = now.minus(MOST_HOURS + 1, ChronoUnit.HOURS);
		return hours.stream().filter((hour) -> !hour.begin().isBefore(oldest) && hour.begin().isBefore(now)).toList();
	}

	long start() {
		return this.start;
	}

	/**
	 * Return which hour it was.
	 * @return its beginning
	 */
	public Instant begin() {
		return Instant.ofEpochMilli(this.start);
	}

	/**
	 * Return the value in the middle.
	 * @param signal the signal
	 * @return the median; not a number if there was no value
	 */
	public double median(Signal signal) {
		return this.medians[signal.ordinal()];
	}

	/**
	 * Return how far values were from the one in the middle.
	 * @param signal the signal
	 * @return the median absolute deviation; not a number if there was no value
	 */
	public double deviation(Signal signal) {
		return this.deviations[signal.ordinal()];
	}

	/**
	 * Return what 95 % of the values did not exceed.
	 * @param signal the signal
	 * @return the 95th percentile; not a number if there was no value
	 */
	public double high(Signal signal) {
		return this.highs[signal.ordinal()];
	}

}
