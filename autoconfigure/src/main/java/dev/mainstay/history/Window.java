package dev.mainstay.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoublePredicate;

import org.jspecify.annotations.Nullable;

import dev.mainstay.event.Latencies;
import dev.mainstay.event.Sample;
import dev.mainstay.event.Signal;

/**
 * What is remembered of one data source in a stretch of time. Immutable: what happens
 * later does not come into it.
 */
public final class Window {

	private static final List<Duration> STEPS = List.of(Duration.ofSeconds(1), Duration.ofSeconds(2),
			Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(30),
			Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(10),
			Duration.ofMinutes(15), Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(2),
			Duration.ofHours(3), Duration.ofHours(6), Duration.ofHours(12), Duration.ofDays(1));

	private final String dataSource;

	private final Instant from;

	private final Instant to;

	private final List<HistoryEntry> entries;

	private final List<HourSummary> hours;

	// All entries merged, once somebody asked for it.
	private volatile @Nullable HistoryEntry whole;

	Window(String dataSource, Instant from, Instant to, List<HistoryEntry> entries, List<HourSummary> hours) {
		this.dataSource = dataSource;
		this.from = from;
		this.to = to;
		this.entries = entries;
		this.hours = hours;
	}

	/**
	 * Return whose samples these are.
	 * @return the bean name of the data source
	 */
	public String dataSource() {
		return this.dataSource;
	}

	/**
	 * Return when the stretch begins that was asked for.
	 * @return its beginning
	 */
	public Instant from() {
		return this.from;
	}

	/**
	 * Return when it ends.
	 * @return its end
	 */
	public Instant to() {
		return this.to;
	}

	/**
	 * Return how many samples there are.
	 * @return their number
	 */
	public int size() {
		return this.entries.size();
	}

	/**
	 * Return how much of the time was measured.
	 * @return the length of all samples together
	 */
	public Duration covered() {
		return Duration.ofMillis(this.entries.stream().mapToLong((entry) -> entry.to() - entry.from()).sum());
	}

	/**
	 * Return the samples, merged so that there are only few: each stands for a step of
	 * time that people are used to, such as ten minutes.
	 * @param most the most samples
	 * @return the samples in the order of time, without operations
	 */
	public List<Sample> points(int most) {
		long step = step(most).toMillis();
		List<Sample> points = new ArrayList<>();
		EntryMerge merge = new EntryMerge(false);
		long current = Long.MIN_VALUE;
		for (HistoryEntry entry : this.entries) {
			long start = Math.floorDiv(entry.middle(), step);
			if (start != current && merge.size() != 0) {
				points.add(merge.result().toSample(this.dataSource));
				merge = new EntryMerge(false);
			}
			current = start;
			merge.add(entry);
		}
		if (merge.size() != 0) {
			points.add(merge.result().toSample(this.dataSource));
		}
		return points;
	}

	/**
	 * Return how long the steps are that {@link #points} stand for.
	 * @param most the most samples
	 * @return the length of a step
	 */
	public Duration step(int most) {
		// One more than the length has room for, where it begins within a step.
		Duration least = Duration.between(this.from, this.to).dividedBy(Math.max(most - 1, 1));
		for (Duration step : STEPS) {
			if (step.compareTo(least) >= 0) {
				return step;
			}
		}
		return Duration.ofDays(least.toDays() + 1);
	}

	/**
	 * Return the errors of each sample that had any.
	 * @return counts by the id of the failure kind, by the beginning of the sample
	 */
	public Map<Instant, Map<String, Long>> errors() {
		Map<Instant, Map<String, Long>> errors = new TreeMap<>();
		for (HistoryEntry entry : this.entries) {
			if (!entry.errors().isEmpty()) {
				errors.put(Instant.ofEpochMilli(entry.from()), entry.errors());
			}
		}
		return errors;
	}

	/**
	 * Return when each sample began.
	 * @return the beginnings in the order of time
	 */
	public List<Instant> beginnings() {
		return this.entries.stream().map((entry) -> Instant.ofEpochMilli(entry.from())).toList();
	}

	/**
	 * Return when a sample ended.
	 * @param index its index among the {@link #beginnings}
	 * @return its end
	 */
	public Instant endOf(int index) {
		return Instant.ofEpochMilli(this.entries.get(index).to());
	}

	/**
	 * Return the values of a signal where another one fulfils a condition.
	 * @param signal the signal
	 * @param other the other signal
	 * @param condition what the other one has to be
	 * @return the values of those samples that have both
	 */
	public double[] levels(Signal signal, Signal other, DoublePredicate condition) {
		return this.entries.stream()
			.filter((entry) -> condition.test(entry.level(other)))
			.mapToDouble((entry) -> entry.level(signal))
			.filter((level) -> !Double.isNaN(level))
			.toArray();
	}

	/**
	 * Return how many connections the pool could open at last, as far as its utilization
	 * shows.
	 * @return the limit, or {@code null} if no connection was ever borrowed
	 */
	public @Nullable Integer limit() {
		for (int i = this.entries.size() - 1; i >= 0; i--) {
			double active = this.entries.get(i).value(Signal.CONNECTIONS_ACTIVE);
			double utilization = this.entries.get(i).value(Signal.CONNECTION_UTILIZATION);
			if (active > 0 && utilization > 0) {
				return (int) Math.round(active * 100 / utilization);
			}
		}
		return null;
	}

	/**
	 * Return how long the statements of each operation took that had any.
	 * @return the latencies by name, those that took the most time first
	 */
	public List<Map.Entry<String, Latencies>> operations() {
		Map<String, LatencySum> sums = new TreeMap<>();
		for (HistoryEntry entry : this.entries) {
			for (int i = 0; i < entry.operations(); i++) {
				sums.computeIfAbsent(entry.operation(i), (name) -> new LatencySum()).add(entry.operationLatencies(i));
			}
		}
		return sums.entrySet()
			.stream()
			.map((sum) -> Map.entry(sum.getKey(), sum.getValue().latencies()))
			.sorted(Comparator.comparing((operation) -> operation.getValue().totalNanos(), Comparator.reverseOrder()))
			.toList();
	}

	/**
	 * Return the values of a signal.
	 * @param signal the signal
	 * @return one value for each sample that had one
	 */
	public Series series(Signal signal) {
		return Series.of(signal, this.entries);
	}

	/**
	 * Return a signal in a few numbers.
	 * @param signal the signal
	 * @return the summary, or {@code null} if there is no value
	 */
	public @Nullable Summary summary(Signal signal) {
		Series series = series(signal);
		if (series.size() == 0) {
			return null;
		}
		int lowest = 0;
		int highest = 0;
		for (int i = 1; i < series.size(); i++) {
			lowest = (series.value(i) < series.value(lowest)) ? i : lowest;
			highest = (series.value(i) > series.value(highest)) ? i : highest;
		}
		return new Summary(series.value(lowest), mean(signal, series), series.value(highest), series.from(highest),
				series.to(highest), series.value(series.size() - 1), total(signal));
	}

	// An average duration is that of all statements, not that of all averages.
	private double mean(Signal signal, Series series) {
		if (signal != Signal.STATEMENT_MEAN && signal != Signal.ERROR_SHARE && signal != Signal.SLOW_SHARE) {
			return series.mean();
		}
		HistoryEntry all = this.whole;
		if (all == null) {
			EntryMerge merge = new EntryMerge(false);
			this.entries.forEach(merge::add);
			all = merge.result();
			this.whole = all;
		}
		return all.value(signal);
	}

	private @Nullable Double total(Signal signal) {
		if (signal.merge() != Signal.Merge.SUM) {
			return null;
		}
		return this.entries.stream()
			.mapToDouble((entry) -> entry.value(signal))
			.filter((value) -> !Double.isNaN(value))
			.sum();
	}

	/**
	 * Return what was usual in each hour of the last two weeks, as far as it was measured
	 * for half the hour at least. The hours are not limited to this stretch of time.
	 * @return the hours in the order of time
	 */
	public List<HourSummary> hours() {
		return this.hours;
	}

}
