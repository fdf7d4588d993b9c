package dev.mainstay.autoconfigure.observe;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.mainstay.autoconfigure.environment.Checks;
import dev.mainstay.observe.ParameterMode;

/**
 * Properties of the observation of statements.
 *
 * @param enabled Whether to observe statements.
 * @param slowQueryThreshold Time from which on a statement is slow, in seconds if no unit
 * is given.
 * @param maxStatements Number of different statements of each data source whose figures
 * are kept; of more, those that are least used are forgotten.
 * @param parameters How much of the values bound to slow statements is kept and shown to
 * everybody who may read the endpoint.
 */
@ConfigurationProperties("db.observe")
public record ObserveProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("1s") @DurationUnit(ChronoUnit.SECONDS) Duration slowQueryThreshold,
		@DefaultValue("1000") int maxStatements, @DefaultValue("none") ParameterMode parameters) {

	public ObserveProperties {
		Checks checks = new Checks("db.observe");
		checks.atLeast("slow-query-threshold", slowQueryThreshold, Duration.ofMillis(1),
				"Type for example db.observe.slow-query-threshold=500ms.");
		checks.atLeast("max-statements", maxStatements, 100, "Type for example db.observe.max-statements=1000.");
		checks.atMost("max-statements", maxStatements, 100_000, "Type for example db.observe.max-statements=5000.");
	}

}
