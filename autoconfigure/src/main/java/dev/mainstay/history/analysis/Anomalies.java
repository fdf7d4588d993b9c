package dev.mainstay.history.analysis;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.event.Signal;
import dev.mainstay.history.HourSummary;
import dev.mainstay.history.Robust;
import dev.mainstay.history.Series;
import dev.mainstay.history.Window;

/**
 * Finds what was unusual. A value is compared to the median of the same hour on other
 * days, in units of the median absolute deviation (Iglewicz and Hoaglin 1993); until
 * there are three such days, to the hours around it.
 */
public final class Anomalies {

	/**
	 * So many days make a baseline.
	 */
	public static final int LEAST_DAYS = 3;

	private static final List<Signal> WATCHED = List.of(Signal.CONNECTION_UTILIZATION, Signal.CONNECTIONS_WAITING,
			Signal.CONNECTION_ERRORS_PER_MINUTE, Signal.STATEMENTS_PER_SECOND, Signal.ERROR_SHARE,
			Signal.STATEMENT_MEAN, Signal.STATEMENT_P95, Signal.SLOW_SHARE, Signal.TRANSACTIONS_ACTIVE,
			Signal.ROLLBACKS, Signal.DEADLOCKS, Signal.CACHE_HIT_RATIO);

	// With 12 signals and 1440 windows a day, the usual 3.5 would name some every day.
	private static final double FAR = 6;

	// What changes by less than this part of itself is not unusual, however steady.
	private static final double LEAST_SPREAD = 0.05;

	private static final int MOST = 20;

	private static final int LEAST_VALUES = 30;

	private static final Duration AROUND = Duration.ofHours(2);

	// Windows that are no further apart belong to one anomaly.
	private static final Duration PAUSE = Duration.ofMinutes(5);

	private static final Usual NOTHING = new Usual(0, Double.POSITIVE_INFINITY, Anomaly.Basis.HOURS_AROUND);

	private final Window window;

	private final ZoneId zone;

	/**
	 * Prepare to look.
	 * @param window where to look
	 * @param zone the time zone of the hours of a day
	 */
	public Anomalies(Window window, ZoneId zone) {
		this.window = window;
		this.zone = zone;
	}

	/**
	 * Look.
	 * @return the most unusual first, at most 20
	 */
	public List<Anomaly> find() {
		List<Anomaly> found = new ArrayList<>();
		for (Signal signal : WATCHED) {
			find(this.window.series(signal), found);
		}
		found.sort(Comparator.comparingDouble((Anomaly anomaly) -> -Math.abs(anomaly.score())));
		return List.copyOf(found.subList(0, Math.min(found.size(), MOST)));
	}

	private void find(Series series, List<Anomaly> found) {
		Instant hourEnds = Instant.MIN;
		Usual usual = NOTHING;
		@Nullable Anomaly open = null;
		for (int i = 0; i < series.size(); i++) {
			Instant from = series.from(i);
			if (!from.isBefore(hourEnds)) {
				Instant hour = from.atZone(this.zone).truncatedTo(ChronoUnit.HOURS).toInstant();
				hourEnds = hour.plus(1, ChronoUnit.HOURS);
				usual = usual(series, hour);
			}
			double score = usual.score(series.value(i));
			if (Math.abs(score) < FAR) {
				continue;
			}
			Anomaly one = new Anomaly(series.signal(), series.unit(), series.from(i), series.to(i), series.value(i),
					usual.center(), score, usual.basis());
			if (open != null && !one.from().isAfter(open.to().plus(PAUSE))
					&& Math.signum(open.score()) == Math.signum(score)) {
				open = together(open, one);
			}
			else {
				add(open, found);
				open = one;
			}
		}
		add(open, found);
	}

	private static void add(@Nullable Anomaly anomaly, List<Anomaly> found) {
		if (anomaly != null) {
			found.add(anomaly);
		}
	}

	private static Anomaly together(Anomaly one, Anomaly next) {
		Anomaly further = (Math.abs(next.score()) > Math.abs(one.score())) ? next : one;
		return new Anomaly(one.signal(), one.unit(), one.from(), next.to(), further.value(), further.usual(),
				further.score(), further.basis());
	}

	private Usual usual(Series series, Instant start) {
		Signal signal = series.signal();
		int hourOfDay = start.atZone(this.zone).getHour();
		List<HourSummary> same = this.window.hours()
			.stream()
			.filter((hour) -> hour.begin().isBefore(start) && !Double.isNaN(hour.median(signal)))
			.filter((hour) -> hour.begin().atZone(this.zone).getHour() == hourOfDay)
			.toList();
		if (same.size() >= LEAST_DAYS) {
			double[] medians = same.stream().mapToDouble((hour) -> hour.median(signal)).toArray();
			double center = Robust.median(medians);
			double within = Robust.median(same.stream().mapToDouble((hour) -> hour.deviation(signal)).toArray());
			double between = Robust.deviation(medians, center);
			return new Usual(center, spread(signal, center, Math.hypot(within, between)), Anomaly.Basis.SAME_HOUR);
		}
		double[] values = series.values(series.indexOf(start.minus(AROUND)),
				series.indexOf(start.plus(1, ChronoUnit.HOURS).plus(AROUND)));
		if (values.length < LEAST_VALUES) {
			return NOTHING;
		}
		double center = Robust.median(values);
		double deviation = Robust.deviation(values, center);
		return new Usual(center, spread(signal, center, deviation), Anomaly.Basis.HOURS_AROUND);
	}

	// Things come one by one, and a steady signal must not make a fuss of the next one.
	private static double spread(Signal signal, double center, double deviation) {
		double least = switch (signal.unit()) {
			case COUNT -> (signal.merge() == Signal.Merge.SUM) ? 0.2 : 1;
			case MILLISECONDS -> 0.2;
			case PERCENT, PER_SECOND, PER_MINUTE -> 0.5;
		};
		return Math.max(deviation * Robust.MAD_TO_DEVIATION, Math.max(least, Math.abs(center) * LEAST_SPREAD));
	}

	/**
	 * What is usual in an hour.
	 *
	 * @param center the value in the middle
	 * @param spread what a standard deviation would be
	 * @param basis where it comes from
	 */
	private record Usual(double center, double spread, Anomaly.Basis basis) {

		double score(double value) {
			return (value - this.center) / this.spread;
		}

	}

}
