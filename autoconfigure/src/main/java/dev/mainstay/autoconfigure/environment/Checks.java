package dev.mainstay.autoconfigure.environment;

import java.time.Duration;

import dev.mainstay.datasource.DurationText;

/**
 * Checks the values of one group of properties and says what to type instead.
 */
public final class Checks {

	private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

	private final String prefix;

	public Checks(String prefix) {
		this.prefix = prefix;
	}

	public void atLeast(String name, int value, int least, String action) {
		if (value < least) {
			fail(name, value, "must be at least " + least, action);
		}
	}

	public void atMost(String name, int value, int most, String action) {
		if (value > most) {
			fail(name, value, "must be at most " + most, action);
		}
	}

	public void atLeast(String name, Duration value, Duration least, String action) {
		if (value.compareTo(least) < 0) {
			fail(name, value, "must be at least " + DurationText.of(least), action);
		}
		if (value.compareTo(LONGEST) > 0) {
			fail(name, value, "must be at most 24 days", action);
		}
	}

	public void atLeast(String name, double value, double least, String action) {
		if (!(value >= least)) {
			fail(name, value, "must be at least " + least, action);
		}
	}

	public void share(String name, double value, String action) {
		if (!(value >= 0 && value <= 1)) {
			fail(name, value, "must be from 0 to 1", action);
		}
	}

	public void zeroOrAtLeast(String name, Duration value, Duration least, String action) {
		if (!value.isZero()) {
			atLeast(name, value, least, action);
		}
	}

	public void fail(String name, Object value, String reason, String action) {
		Object shown = (value instanceof Duration duration) ? DurationText.of(duration) : value;
		throw new InvalidPropertyException(this.prefix + "." + name, shown, reason, action);
	}

}
