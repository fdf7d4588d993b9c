package dev.mainstay.admission.breaker;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.mainstay.datasource.DurationText;

/**
 * What is said about a breaker.
 */
final class BreakerMessages {

	private BreakerMessages() {
	}

	static String refused(String dataSource, Instant since, ConnectFailure failure, Duration retryAfter) {
		return "No connection of '%s': the database has been away since %s (%s), and is asked again in %s"
			.formatted(dataSource, since.truncatedTo(ChronoUnit.SECONDS), failure.kind().id(), text(retryAfter));
	}

	static String opened(String dataSource, String address, int failures, Duration during, ConnectFailure failure,
			Duration first, Duration longest) {
		return ("Circuit breaker of '%s' is open: %d attempts to connect to %s failed within %s and none succeeded, the "
				+ "last of: %s. Callers are refused at once until the database answers; it is asked in %s, and then at "
				+ "least every %s. Look whether the server runs and can be reached from here")
			.formatted(dataSource, failures, address, text(during), failure.text(), text(first), text(longest));
	}

	static String closed(String dataSource, Duration away, long refused) {
		return "Circuit breaker of '%s' is closed: the database answers again after %s, in which %d callers were refused"
			.formatted(dataSource, text(away), refused);
	}

	private static String text(Duration duration) {
		return DurationText.of(Duration.ofMillis(duration.toMillis()));
	}

}
