package dev.mainstay.datasource;

import java.time.Duration;

/**
 * The time that each statement of one transaction may take, where it is not that of the
 * session.
 *
 * @param property the full name of the property that sets it
 * @param duration the longest time of a statement
 */
public record StatementLimit(String property, Duration duration) {

}
