package dev.mainstay.autoconfigure.environment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * A plain number read as seconds, as the environment counts time.
 */
final class Seconds {

	private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d{1,12}(?:\\.\\d{0,12})?|\\.\\d{1,12})");

	private Seconds() {
	}

	/*
	 * The number as a duration that Spring Boot can read; any other text, durations with
	 * a unit among them, stays as it is.
	 */
	static String toDuration(String text) {
		if (!NUMBER.matcher(text.trim()).matches()) {
			return text;
		}
		BigDecimal seconds = new BigDecimal(text.trim());
		if (seconds.stripTrailingZeros().scale() <= 0) {
			return seconds.toBigInteger() + "s";
		}
		return seconds.movePointRight(3).setScale(0, RoundingMode.UP) + "ms";
	}

	static boolean isFraction(String text) {
		return text.indexOf('.') != -1 && NUMBER.matcher(text.trim()).matches();
	}

}
