package dev.mainstay.transaction.outcome;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/**
 * The id of a marker, and how old that is. A marker that is missing proves a rollback
 * only as long as nobody may have deleted it for its age.
 *
 * @param value the id
 * @param bornMillis when it was made, in milliseconds since 1970
 * @param clock tells the time of now
 * @param trusted how long its absence proves something
 */
record MarkerId(UUID value, long bornMillis, Clock clock, Duration trusted) {

	Duration age() {
		return Duration.ofMillis(this.clock.millis() - this.bornMillis);
	}

	boolean isTrusted() {
		return age().compareTo(this.trusted) < 0;
	}

}
