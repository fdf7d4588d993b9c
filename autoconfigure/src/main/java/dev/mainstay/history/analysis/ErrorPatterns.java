package dev.mainstay.history.analysis;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import dev.mainstay.history.Robust;
import dev.mainstay.history.Window;

/**
 * How errors are spread over kinds and time.
 *
 * @param total the errors in all
 * @param kinds the kinds, the most frequent first
 * @param bursts stretches of time with many errors, the greatest first, at most ten
 */
public record ErrorPatterns(long total, List<Kind> kinds, List<Burst> bursts) {

	private static final int MOST_BURSTS = 10;

	// Fewer errors in a window or an hour are no pattern.
	private static final int LEAST = 5;

	// By chance, one window or hour in some 30,000 is that far above the others.
	private static final double FAR = 4;

	private static final Duration PAUSE = Duration.ofMinutes(5);

	/**
	 * Look for patterns.
	 * @param window where to look
	 * @param zone the time zone of the hours of a day
	 * @return the patterns
	 */
	public static ErrorPatterns of(Window window, ZoneId zone) {
		Map<Instant, Map<String, Long>> errors = window.errors();
		Map<String, SortedMap<Integer, Long>> byKind = new HashMap<>();
		Map<String, Long> totals = new HashMap<>();
		errors.forEach((from, counts) -> counts.forEach((kind, count) -> {
			totals.merge(kind, count, Long::sum);
			byKind.computeIfAbsent(kind, (name) -> new TreeMap<>())
				.merge(from.atZone(zone).getHour(), count, Long::sum);
		}));
		long total = totals.values().stream().mapToLong(Long::longValue).sum();
		Map<Integer, Integer> observed = new HashMap<>();
		window.beginnings().forEach((from) -> observed.merge(from.atZone(zone).getHour(), 1, Integer::sum));
		List<Kind> kinds = totals.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
				.thenComparing(Map.Entry.comparingByKey()))
			.map((kind) -> new Kind(kind.getKey(), kind.getValue(), 100.0 * kind.getValue() / total,
					clusters(byKind.getOrDefault(kind.getKey(), new TreeMap<>()), kind.getValue(), observed)))
			.toList();
		return new ErrorPatterns(total, kinds, bursts(window, errors));
	}

	// Spread evenly, an hour would have its part; the counts would be those of Poisson.
	private static List<Integer> clusters(SortedMap<Integer, Long> hours, long total, Map<Integer, Integer> observed) {
		double windows = observed.values().stream().mapToInt(Integer::intValue).sum();
		List<Integer> clusters = new ArrayList<>();
		hours.forEach((hour, count) -> {
			double expected = total * observed.getOrDefault(hour, 0) / windows;
			if (observed.size() > 1 && isFarAbove(count, expected)) {
				clusters.add(hour);
			}
		});
		return List.copyOf(clusters);
	}

	private static boolean isFarAbove(long count, double expected) {
		return count >= LEAST && count > expected + FAR * Math.sqrt(Math.max(expected, 1)) && count >= 2 * expected;
	}

	private static List<Burst> bursts(Window window, Map<Instant, Map<String, Long>> errors) {
		List<Instant> beginnings = window.beginnings();
		double usual = beginnings.isEmpty() ? 0 : Robust
			.median(beginnings.stream().mapToDouble((from) -> sum(errors.getOrDefault(from, Map.of()))).toArray());
		List<Burst> bursts = new ArrayList<>();
		@Nullable Burst open = null;
		for (int i = 0; i < beginnings.size(); i++) {
			Map<String, Long> counts = errors.getOrDefault(beginnings.get(i), Map.of());
			if (!isFarAbove(sum(counts), usual)) {
				continue;
			}
			Instant end = window.endOf(i);
			if (open != null && !beginnings.get(i).isAfter(open.to().plus(PAUSE))) {
				open = open.and(end, counts);
			}
			else {
				if (open != null) {
					bursts.add(open);
				}
				open = new Burst(beginnings.get(i), end, sum(counts), counts);
			}
		}
		if (open != null) {
			bursts.add(open);
		}
		bursts.sort(Comparator.comparing(Burst::count, Comparator.reverseOrder()));
		return List.copyOf(bursts.subList(0, Math.min(bursts.size(), MOST_BURSTS)));
	}

	private static long sum(Map<String, Long> counts) {
		return counts.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * The errors of a kind.
	 *
	 * @param kind the id of the failure kind
	 * @param count how many there were
	 * @param percent their share of all errors, from 0 to 100
	 * @param hours the hours of the day in which there were far more than in others
	 */
	public record Kind(String kind, long count, double percent, List<Integer> hours) {

	}

	/**
	 * A stretch of time with many errors.
	 *
	 * @param from when it began
	 * @param to when it ended
	 * @param count how many there were
	 * @param kinds their number by the id of the failure kind
	 */
	public record Burst(Instant from, Instant to, long count, Map<String, Long> kinds) {

		Burst and(Instant end, Map<String, Long> more) {
			Map<String, Long> all = new TreeMap<>(this.kinds);
			more.forEach((kind, number) -> all.merge(kind, number, Long::sum));
			return new Burst(this.from, end, this.count + sum(more), all);
		}

	}

}
