package dev.mainstay.autoconfigure.constraint;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.mainstay.autoconfigure.environment.Checks;
import dev.mainstay.constraint.ConstraintSettings;

/**
 * Properties of constraint violations.
 *
 * @param enabled Whether to explain and count constraint violations.
 * @param problemDetails Whether to answer requests that failed because of the database
 * with problem details, where the application does not answer them itself.
 * @param retryAfter Time that a client is asked to wait when the database cannot serve at
 * the moment, in seconds if no unit is given.
 * @param messages Messages for people by constraint, such as 'uq_customer_email=This
 * e-mail address is taken.'; the name may have the table before it, or be that of a table
 * and a column. Placeholders are {table}, {columns}, {referencedTable} and {constraint}.
 * @param fields Fields of requests by constraint, where they are not named like the
 * columns.
 */
@ConfigurationProperties("db.constraints")
public record ConstraintProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean problemDetails,
		@DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS) Duration retryAfter,
		@DefaultValue Map<String, String> messages,
		@DefaultValue Map<String, String> fields) implements ConstraintSettings {

	public ConstraintProperties {
		new Checks("db.constraints").atLeast("retry-after", retryAfter, Duration.ofSeconds(1),
				"Type for example db.constraints.retry-after=5s.");
		messages = Map.copyOf(messages);
		fields = Map.copyOf(fields);
	}

}
