package dev.mainstay.autoconfigure.health;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.mainstay.autoconfigure.environment.Checks;
import dev.mainstay.pool.health.ProbeSettings;

/**
 * Properties of database health.
 *
 * @param enabled Whether Mainstay answers for the health of databases, in place of Boot's
 * own indicator.
 * @param interval Time for which an answer is good, in seconds if no unit is given; zero
 * to ask every time.
 * @param timeout Longest time that an answer may take, in seconds if no unit is given.
 */
@ConfigurationProperties("db.health")
public record HealthProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration interval,
		@DefaultValue("1s") @DurationUnit(ChronoUnit.SECONDS) Duration timeout) implements ProbeSettings {

	public HealthProperties {
		Checks checks = new Checks("db.health");
		checks.zeroOrAtLeast("interval", interval, Duration.ofMillis(1),
				"Type for example db.health.interval=30s, or 0 to ask the database every time.");
		checks.atLeast("timeout", timeout, Duration.ofMillis(50), "Type for example db.health.timeout=1s.");
	}

}
