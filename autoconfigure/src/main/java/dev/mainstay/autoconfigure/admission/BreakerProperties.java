package dev.mainstay.autoconfigure.admission;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.mainstay.admission.breaker.BreakerSettings;
import dev.mainstay.autoconfigure.environment.Checks;

/**
 * Properties of the circuit breakers in front of connection pools.
 *
 * @param enabled Whether callers are refused at once while the database is away, instead
 * of waiting for a connection.
 * @param failureThreshold Number of attempts to connect that must fail one after the
 * other before callers are refused.
 * @param resetTimeout Time after which callers are let through again at the latest once
 * the database is back, in seconds if no unit is given. It is probed at least every
 * twelfth of it.
 */
@ConfigurationProperties("db.breaker")
public record BreakerProperties(@DefaultValue("true") boolean enabled, @DefaultValue("5") int failureThreshold,
		@DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS) Duration resetTimeout) implements BreakerSettings {

	public BreakerProperties {
		Checks checks = new Checks("db.breaker");
		checks.atLeast("failure-threshold", failureThreshold, 1,
				"Type db.breaker.failure-threshold=5, the default, or db.breaker.enabled=false to do without.");
		checks.atMost("failure-threshold", failureThreshold, 1000,
				"Type db.breaker.failure-threshold=5, the default, or db.breaker.enabled=false to do without.");
		checks.atLeast("reset-timeout", resetTimeout, Duration.ofSeconds(1),
				"Type db.breaker.reset-timeout=60s, the default.");
	}

}
