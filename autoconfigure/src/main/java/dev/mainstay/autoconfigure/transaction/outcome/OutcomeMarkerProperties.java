package dev.mainstay.autoconfigure.transaction.outcome;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.mainstay.autoconfigure.environment.Checks;
import dev.mainstay.transaction.outcome.OutcomeMode;
import dev.mainstay.transaction.outcome.OutcomeSettings;

/**
 * Properties of the evidence that transactions leave behind.
 *
 * @param mode What a transaction leaves behind so that its outcome can be told without
 * the answer to its commit.
 * @param table Table that markers are written to, perhaps after a schema and a dot. It is
 * not created by Mainstay.
 * @param timeout Longest time that a single commit without an answer is looked into, in
 * seconds if no unit is given.
 * @param retention Age at which markers are deleted, in seconds if no unit is given. It
 * must be the same for all applications that share a table.
 * @param purgeInterval Time between two deletions of old markers, in seconds if no unit
 * is given; zero to leave them to somebody else.
 * @param dataSources Bean names of the data sources whose transactions leave something
 * behind; all of them if there is none.
 */
@ConfigurationProperties(OutcomeMarkerProperties.PREFIX)
public record OutcomeMarkerProperties(@DefaultValue("none") OutcomeMode mode,
		@DefaultValue("mainstay_outcome") String table,
		@DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration timeout,
		@DefaultValue("1d") @DurationUnit(ChronoUnit.SECONDS) Duration retention,
		@DefaultValue("10m") @DurationUnit(ChronoUnit.SECONDS) Duration purgeInterval,
		@DefaultValue Set<String> dataSources) implements OutcomeSettings {

	static final String PREFIX = "db.transaction.outcome-marker";

	private static final Pattern TABLE = Pattern.compile("(?:[A-Za-z_]\\w{0,62}\\.)?[A-Za-z_]\\w{0,62}");

	private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);

	public OutcomeMarkerProperties {
		Checks checks = new Checks(PREFIX);
		if (!TABLE.matcher(table).matches()) {
			checks.fail("table", table, "is not a name of letters, digits and underscores, with or without a schema",
					"Type for example %s.table=mainstay_outcome or %1$s.table=app.mainstay_outcome.".formatted(PREFIX));
		}
		checks.atLeast("timeout", timeout, Duration.ofMillis(100),
				"Type for example %s.timeout=10s.".formatted(PREFIX));
		if (timeout.compareTo(LONGEST_TIMEOUT) > 0) {
			checks.fail("timeout", timeout, "must be at most 5m", "Type for example %s.timeout=10s.".formatted(PREFIX));
		}
		checks.atLeast("retention", retention, Duration.ofHours(1),
				"Type for example %s.retention=1d.".formatted(PREFIX));
		checks.zeroOrAtLeast("purge-interval", purgeInterval, Duration.ofSeconds(1),
				"Type for example %s.purge-interval=10m, or 0 to delete nothing.".formatted(PREFIX));
		dataSources = Set.copyOf(dataSources);
	}

}
