package dev.mainstay.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.DurationText;
import dev.mainstay.event.Sample;
import dev.mainstay.event.Signal;
import dev.mainstay.history.Series;
import dev.mainstay.history.Summary;
import dev.mainstay.history.Window;
import dev.mainstay.history.analysis.Anomalies;
import dev.mainstay.history.analysis.Anomaly;
import dev.mainstay.history.analysis.ErrorPatterns;
import dev.mainstay.history.analysis.Forecast;
import dev.mainstay.history.analysis.ScalingAdvice;
import dev.mainstay.history.analysis.Trend;

/**
 * The history of a data source as JSON.
 *
 * @param name bean name of the data source
 * @param from when the window begins
 * @param to when it ends
 * @param zone the time zone of the hours of a day
 * @param samples how many samples there are
 * @param covered how much of the time was measured
 * @param step how much time a point stands for
 * @param times the ends of the points
 * @param signals the signals by id
 * @param operations how long statements took, those that took the most time first
 * @param errors how errors are spread
 * @param forecast when the pool is used up
 * @param anomalies what was unusual, the most unusual first
 * @param scaling whether the pool has the right size
 */
record HistoryDescriptor(String name, Instant from, Instant to, String zone, int samples, String covered, String step,
		List<Instant> times, Map<String, SignalDescriptor> signals, List<OperationLatencyDescriptor> operations,
		ErrorPatterns errors, ForecastDescriptor forecast, List<AnomalyDescriptor> anomalies,
		ScalingDescriptor scaling) {

	private static final int MOST_POINTS = 240;

	private static final double USED_UP = 100;

	static HistoryDescriptor of(Window window, ZoneId zone, Set<Signal> wanted) {
		List<Sample> points = window.points(MOST_POINTS);
		Map<String, SignalDescriptor> signals = new LinkedHashMap<>();
		for (Signal signal : wanted) {
			Summary summary = window.summary(signal);
			if (summary != null) {
				signals.put(signal.id(), SignalDescriptor.of(window.series(signal), summary, points));
			}
		}
		return new HistoryDescriptor(window.dataSource(), window.from(), window.to(), zone.getId(), window.size(),
				DurationText.of(window.covered()), DurationText.of(window.step(MOST_POINTS)),
				points.stream().map(Sample::to).toList(), signals, OperationLatencyDescriptor.of(window.operations()),
				ErrorPatterns.of(window, zone),
				ForecastDescriptor.of(Forecast.of(window, Signal.CONNECTION_UTILIZATION, USED_UP)),
				new Anomalies(window, zone).find().stream().map(AnomalyDescriptor::of).toList(),
				ScalingDescriptor.of(ScalingAdvice.of(window)));
	}

	/**
	 * A signal as JSON. An amount that is added up is per minute in the summary, and the
	 * whole amount in each point.
	 *
	 * @param unit the unit of the points, empty for things
	 * @param summaryUnit the unit of the summary
	 * @param min the lowest value
	 * @param mean the average
	 * @param max the highest value
	 * @param maxAt when the window of the highest value ended
	 * @param last the latest value
	 * @param total the whole amount; absent if it is nothing to be added up
	 * @param trend where it goes
	 * @param points a value for each of the times; {@code null} where there is none
	 */
	record SignalDescriptor(String unit, String summaryUnit, double min, double mean, double max, Instant maxAt,
			double last, @Nullable Double total, TrendDescriptor trend, List<@Nullable Double> points) {

		static SignalDescriptor of(Series series, Summary summary, List<Sample> points) {
			List<@Nullable Double> values = new ArrayList<>(points.size());
			for (Sample point : points) {
				Double value = point.value(series.signal());
				values.add((value != null) ? Numbers.rounded(value) : null);
			}
			return new SignalDescriptor(series.signal().unit().symbol(), series.unit(), Numbers.rounded(summary.min()),
					Numbers.rounded(summary.mean()), Numbers.rounded(summary.max()), summary.maxTo(),
					Numbers.rounded(summary.last()), summary.total(), TrendDescriptor.of(Trend.of(series)), values);
		}

	}

	/**
	 * When the pool is used up, as JSON.
	 *
	 * @param outcome what can be said
	 * @param limitPercent the limit
	 * @param levelPercent where utilization stands; absent if there is not enough data
	 * @param perHour its change in an hour
	 * @param earliestHours the shortest time until the limit, with 95 % confidence;
	 * absent if it is not expected
	 * @param expectedHours the likeliest time
	 * @param basis what was looked at
	 */
	record ForecastDescriptor(String outcome, double limitPercent, @Nullable Double levelPercent,
			@Nullable Double perHour, @Nullable Double earliestHours, @Nullable Double expectedHours,
			@Nullable String basis) {

		static ForecastDescriptor of(Forecast forecast) {
			if (forecast.outcome() == Forecast.Outcome.NOT_ENOUGH_DATA) {
				return new ForecastDescriptor(forecast.outcome().text(), forecast.limit(), null, null, null, null,
						null);
			}
			return new ForecastDescriptor(forecast.outcome().text(), forecast.limit(),
					Numbers.rounded(forecast.level()), Numbers.rounded(forecast.perHour()), hours(forecast.earliest()),
					hours(forecast.expected()), forecast.basis());
		}

		private static @Nullable Double hours(@Nullable Duration duration) {
			return (duration != null) ? Numbers.rounded(duration.toMinutes() / 60.0) : null;
		}

	}

	/**
	 * An anomaly as JSON.
	 *
	 * @param signal the id of the signal
	 * @param from when it began
	 * @param to when it ended
	 * @param value the value that was furthest away
	 * @param usual what is usual
	 * @param unit the unit of both
	 * @param score how far away it was, in robust standard deviations
	 * @param comparedTo {@code same hour} of other days, or {@code hours around}
	 */
	record AnomalyDescriptor(String signal, Instant from, Instant to, double value, double usual, String unit,
			double score, String comparedTo) {

		static AnomalyDescriptor of(Anomaly anomaly) {
			return new AnomalyDescriptor(anomaly.signal().id(), anomaly.from(), anomaly.to(),
					Numbers.rounded(anomaly.value()), Numbers.rounded(anomaly.usual()), anomaly.unit(),
					Numbers.rounded(anomaly.score()), anomaly.basis().text());
		}

	}

	/**
	 * The advice about the size of a pool as JSON.
	 *
	 * @param verdict what the numbers say
	 * @param limit the connections that the pool may open; absent if unknown
	 * @param recommended the connections that it should be allowed; absent if that can't
	 * be said
	 * @param peakUtilizationPercent the highest utilization; this and what follows is
	 * absent if there is not enough data
	 * @param p95UtilizationPercent what it did not exceed in 95 % of the samples
	 * @param waitingPercent the share of the samples in which threads were waiting
	 * @param mostWaiting the most threads that waited at once
	 * @param timeouts waits that ended without a connection
	 * @param covered how much time was measured
	 * @param advice the advice for people
	 */
	record ScalingDescriptor(String verdict, @Nullable Integer limit, @Nullable Integer recommended,
			@Nullable Double peakUtilizationPercent, @Nullable Double p95UtilizationPercent,
			@Nullable Double waitingPercent, @Nullable Double mostWaiting, @Nullable Long timeouts, String covered,
			String advice) {

		static ScalingDescriptor of(ScalingAdvice advice) {
			String covered = DurationText.of(advice.covered());
			if (advice.verdict() == ScalingAdvice.Verdict.NOT_ENOUGH_DATA) {
				return new ScalingDescriptor(advice.verdict().text(), null, null, null, null, null, null, null, covered,
						advice.sentence());
			}
			return new ScalingDescriptor(advice.verdict().text(), advice.limit(), advice.recommended(),
					Numbers.rounded(advice.peakUtilization()), Numbers.rounded(advice.p95Utilization()),
					Numbers.rounded(advice.waitingPercent()), advice.mostWaiting(), advice.timeouts(), covered,
					advice.sentence());
		}

	}

}
