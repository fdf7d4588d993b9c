package dev.mainstay.datasource;

import java.time.Duration;

/**
 * Says a duration the way it is typed in a configuration file.
 */
public final class DurationText {

	private DurationText() {
	}

	/**
	 * Say a duration.
	 * @param duration the duration; parts under a millisecond are dropped
	 * @return for example {@code 500ms}, {@code 90s} or {@code 30m}
	 */
	public static String of(Duration duration) {
		long millis = duration.toMillis();
		if (millis == 0) {
			return "0s";
		}
		if (millis % 1000 != 0) {
			return millis + "ms";
		}
		long seconds = millis / 1000;
		if (seconds % 60 != 0 || seconds == 60) {
			return seconds + "s";
		}
		return (seconds % 3600 != 0) ? seconds / 60 + "m" : seconds / 3600 + "h";
	}

}
