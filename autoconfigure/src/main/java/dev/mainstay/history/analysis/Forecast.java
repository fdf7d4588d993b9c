package dev.mainstay.history.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.mainstay.event.Signal;
import dev.mainstay.history.HourSummary;
import dev.mainstay.history.Robust;
import dev.mainstay.history.Series;
import dev.mainstay.history.Window;

/**
 * When a signal reaches a limit if it goes on as it did.
 *
 * @param outcome what can be said
 * @param limit the limit
 * @param level where the signal stands now: what its busiest hour comes to, or its latest
 * values where there are too few days
 * @param perHour the change in an hour
 * @param earliest the shortest time until the limit, with 95 % confidence, or
 * {@code null} if it is not expected
 * @param expected the likeliest time, or {@code null}
 * @param basis the time that was looked at, and how
 */
public record Forecast(Outcome outcome, double limit, double level, double perHour, @Nullable Duration earliest,
		@Nullable Duration expected, String basis) {

	/**
	 * Fewer days don't tell a trend from the course of a day.
	 */
	public static final int LEAST_DAYS = 3;

	private static final int DAY = 24;

	// So many hours of a day have to be known on average.
	private static final double LEAST_PART = 0.5;

	private static final Duration LEAST_HOURS = Duration.ofHours(2);

	/**
	 * Look ahead, no further than the time that was looked back at.
	 * @param window what is remembered
	 * @param signal the signal
	 * @param limit the limit above it
	 * @return the forecast
	 */
	public static Forecast of(Window window, Signal signal, double limit) {
		List<HourSummary> hours = window.hours().stream().filter((hour) -> !Double.isNaN(hour.high(signal))).toList();
		if (!hours.isEmpty()) {
			double days = (hours.get(hours.size() - 1).begin().getEpochSecond() - hours.get(0).begin().getEpochSecond())
					/ 86_400.0;
			if (days >= LEAST_DAYS - 0.1 && hours.size() >= LEAST_DAYS * DAY * LEAST_PART) {
				return ofDays(hours, signal, limit, days);
			}
		}
		return ofHours(window.series(signal), limit);
	}

	/*
	 * Seasonal Kendall (Hirsch, Slack and Smith 1982, Water Resources Research 18): each
	 * value is only compared to those of the same hour on other days, so that the course
	 * of a day is no trend. The statistics of the hours add up. The hours of a busy day
	 * are all busy, so they count as wholly dependent: their standard deviations add up
	 * too, where those of independent ones would add up squared.
	 */
	private static Forecast ofDays(List<HourSummary> hours, Signal signal, double limit, double days) {
		List<double[]> pairs = new ArrayList<>();
		long s = 0;
		double deviation = 0;
		for (int season = 0; season < DAY; season++) {
			int hourOfDay = season;
			List<HourSummary> same = hours.stream().filter((hour) -> hourOfDay(hour.begin()) == hourOfDay).toList();
			double[] slopes = new double[same.size() * (same.size() - 1) / 2];
			int size = 0;
			for (int i = 0; i < same.size(); i++) {
				for (int j = i + 1; j < same.size(); j++) {
					double change = same.get(j).high(signal) - same.get(i).high(signal);
					slopes[size++] = change / hoursBetween(same.get(i), same.get(j));
					s += (long) Math.signum(change);
				}
			}
			pairs.add(slopes);
			deviation += Math
				.sqrt(MannKendall.variance(same.stream().mapToDouble((hour) -> hour.high(signal)).toArray()));
		}
		double[] slopes = pairs.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
		if (slopes.length == 0) {
			return nothing(limit);
		}
		MannKendall test = MannKendall.of(slopes, Robust.median(slopes), s, deviation);
		double level = hours.subList(Math.max(hours.size() - DAY, 0), hours.size())
			.stream()
			.mapToDouble((hour) -> hour.high(signal))
			.max()
			.orElseThrow();
		return of(test, limit, level, days * DAY,
				String.format(Locale.ROOT, "%.0f days, same hours compared", Math.ceil(days)));
	}

	private static int hourOfDay(Instant time) {
		return (int) Math.floorMod(time.getEpochSecond() / 3600, (long) DAY);
	}

	private static double hoursBetween(HourSummary one, HourSummary other) {
		return (other.begin().getEpochSecond() - one.begin().getEpochSecond()) / 3600.0;
	}

	private static Forecast ofHours(Series series, double limit) {
		if (series.size() < Trend.LEAST_VALUES || series.covered().compareTo(LEAST_HOURS) < 0) {
			return nothing(limit);
		}
		Trend trend = Trend.of(series);
		int newest = Math.max(series.size() - series.size() / 10, 0);
		double level = Robust.median(Arrays.copyOfRange(series.values(), newest, series.size()));
		MannKendall test = new MannKendall(trend.perHour(), trend.lowest(), trend.highest(),
				(trend.direction() == Trend.Direction.RISING) ? Double.MAX_VALUE : 0);
		double length = series.hours(series.size() - 1);
		return of(test, limit, level, length, String.format(Locale.ROOT,
				"%.0f hours; a rise that comes every day can't be told from one that stays", Math.ceil(length)));
	}

	private static Forecast of(MannKendall test, double limit, double level, double furthest, String basis) {
		if (level >= limit) {
			return new Forecast(Outcome.REACHED, limit, level, test.slope(), Duration.ZERO, Duration.ZERO, basis);
		}
		boolean rises = test.isSignificant() && test.lowest() > 0;
		double hours = (limit - level) / test.slope();
		if (!rises || hours > furthest) {
			return new Forecast(rises ? Outcome.FAR_AWAY : Outcome.NO_TREND, limit, level, test.slope(), null, null,
					basis);
		}
		return new Forecast(Outcome.EXPECTED, limit, level, test.slope(), hours((limit - level) / test.highest()),
				hours(hours), basis);
	}

	private static Duration hours(double hours) {
		return Duration.ofMinutes(Math.round(hours * 60));
	}

	private static Forecast nothing(double limit) {
		return new Forecast(Outcome.NOT_ENOUGH_DATA, limit, 0, 0, null, null, "");
	}

	/**
	 * What can be said about a limit.
	 */
	public enum Outcome {

		/**
		 * It is reached already.
		 */
		REACHED("the limit is reached"),

		/**
		 * It will be reached.
		 */
		EXPECTED("the limit will be reached"),

		/**
		 * The signal rises, but so slowly that nobody can say when the limit is reached.
		 */
		FAR_AWAY("too far away to say"),

		/**
		 * Nothing leads to it.
		 */
		NO_TREND("no trend towards the limit"),

		/**
		 * There are too few values to say.
		 */
		NOT_ENOUGH_DATA("not enough data");

		private final String text;

		Outcome(String text) {
			this.text = text;
		}

		/**
		 * Return the words for people.
		 * @return the text
		 */
		public String text() {
			return this.text;
		}

	}

}
