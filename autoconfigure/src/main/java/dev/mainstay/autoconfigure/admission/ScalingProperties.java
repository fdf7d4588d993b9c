package dev.mainstay.autoconfigure.admission;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.mainstay.admission.scaling.ScalingSettings;
import dev.mainstay.autoconfigure.environment.Checks;

/**
 * Properties of the scaling of connection pools.
 *
 * @param enabled Whether to resize connection pools to their load, between 'min-size' and
 * 'max-size'. What size would do is said in any case.
 * @param minSize Smallest number of connections that a pool may have after it was
 * resized. Defaults to 'db.pool.size', or to 'max-size' if that is less.
 * @param maxSize Largest number of connections that a pool may have after it was resized.
 * Defaults to 'db.pool.size' and 'db.pool.max-overflow' together.
 * @param interval Time over which the load is measured before it is judged, in seconds if
 * no unit is given.
 * @param calmIntervals Number of intervals in a row in which no caller may have waited
 * before a pool becomes smaller; as many are looked at for the load that it must bear.
 * @param targetWait Average wait for a connection that is short enough, in seconds if no
 * unit is given. Defaults to a tenth of 'db.admission.target'.
 */
@ConfigurationProperties(ScalingProperties.PREFIX)
public record ScalingProperties(@DefaultValue("false") boolean enabled, @Nullable Integer minSize,
		@Nullable Integer maxSize, @DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration interval,
		@DefaultValue("30") int calmIntervals,
		@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration targetWait) implements ScalingSettings {

	static final String PREFIX = "db.pool.scaling";

	static final String GROUP = "pool.scaling";

	private static final int MOST_CONNECTIONS = 1000;

	private static final int MOST_INTERVALS = 1000;

	public ScalingProperties {
		Checks checks = new Checks(PREFIX);
		if (minSize != null) {
			checks.atLeast("min-size", minSize, 1,
					"Type for example db.pool.scaling.min-size=5, or leave it out for db.pool.size.");
		}
		if (maxSize != null) {
			checks.atLeast("max-size", maxSize, 1, "Type for example db.pool.scaling.max-size=50, or leave it out for "
					+ "db.pool.size and db.pool.max-overflow together.");
			checks.atMost("max-size", maxSize, MOST_CONNECTIONS,
					"No database serves so many at once. Type for example db.pool.scaling.max-size=50.");
		}
		if (minSize != null && maxSize != null) {
			checks.atMost("min-size", minSize, maxSize,
					"Type no more than db.pool.scaling.max-size=%d, or a larger max-size.".formatted(maxSize));
		}
		checks.atLeast("interval", interval, Duration.ofMillis(100), "Type db.pool.scaling.interval=10s, the default.");
		checks.atLeast("calm-intervals", calmIntervals, 1, "Type db.pool.scaling.calm-intervals=30, the default.");
		checks.atMost("calm-intervals", calmIntervals, MOST_INTERVALS,
				"Type db.pool.scaling.calm-intervals=30, the default, or a longer db.pool.scaling.interval.");
		if (targetWait != null) {
			checks.atLeast("target-wait", targetWait, Duration.ofMillis(1),
					"Type for example db.pool.scaling.target-wait=10ms, or leave it out for a tenth of "
							+ "db.admission.target.");
		}
	}

}
