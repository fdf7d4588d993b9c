package dev.mainstay.alert.webhook;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * How long to wait before something is posted again.
 */
final class RetryPause {

	private static final Duration FIRST = Duration.ofMillis(500);

	private static final Duration LONGEST = Duration.ofSeconds(30);

	private RetryPause() {
	}

	// Return the pause after an attempt, twice as long each time.
	static Duration after(int attempt) {
		Duration pause = FIRST.multipliedBy(1L << Math.min(attempt - 1, 10));
		return (pause.compareTo(LONGEST) < 0) ? pause : LONGEST;
	}

	// Return the pause that a receiver asks for.
	static Duration asked(String retryAfter, Duration otherwise, Clock clock) {
		Duration asked = parse(retryAfter.strip(), otherwise, clock);
		if (asked.compareTo(otherwise) < 0) {
			return otherwise;
		}
		return (asked.compareTo(LONGEST) < 0) ? asked : LONGEST;
	}

	private static Duration parse(String text, Duration otherwise, Clock clock) {
		try {
			return text.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(text)) : Duration
				.between(clock.instant(), ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
		}
		catch (DateTimeException ex) {
			return otherwise;
		}
	}

}
