package dev.mainstay.autoconfigure.observe.detect;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.mainstay.autoconfigure.environment.Checks;

/**
 * Properties of the search for N+1 queries.
 *
 * @param enabled Whether to look for queries that are sent once for each row of another
 * one.
 * @param threshold Number of executions of a query with different values, from one place
 * in one unit of work, that are a finding.
 */
@ConfigurationProperties("db.observe.n-plus-one")
public record NPlusOneProperties(@DefaultValue("true") boolean enabled, @DefaultValue("5") int threshold) {

	public NPlusOneProperties {
		Checks checks = new Checks("db.observe.n-plus-one");
		checks.atLeast("threshold", threshold, 2,
				"Type for example db.observe.n-plus-one.threshold=5, or db.observe.n-plus-one.enabled=false.");
		checks.atMost("threshold", threshold, 1000,
				"Type for example db.observe.n-plus-one.threshold=5, or db.observe.n-plus-one.enabled=false.");
	}

}
