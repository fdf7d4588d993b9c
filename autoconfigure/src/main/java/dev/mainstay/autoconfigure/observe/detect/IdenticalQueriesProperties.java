package dev.mainstay.autoconfigure.observe.detect;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.mainstay.autoconfigure.environment.Checks;

/**
 * Properties of the search for identical queries.
 *
 * @param enabled Whether to look for queries that are sent again and again with the same
 * values.
 * @param threshold Number of executions of a query with the same values in one unit of
 * work that are a finding.
 */
@ConfigurationProperties("db.observe.identical-queries")
public record IdenticalQueriesProperties(@DefaultValue("true") boolean enabled, @DefaultValue("10") int threshold) {

	public IdenticalQueriesProperties {
		Checks checks = new Checks("db.observe.identical-queries");
		checks.atLeast("threshold", threshold, 2,
				"Type for example db.observe.identical-queries.threshold=10, or db.observe.identical-queries.enabled=false.");
		checks.atMost("threshold", threshold, 100_000,
				"Type for example db.observe.identical-queries.threshold=10, or db.observe.identical-queries.enabled=false.");
	}

}
