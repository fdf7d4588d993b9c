package dev.mainstay.alert;

import java.math.BigDecimal;
import java.math.RoundingMode;

import dev.mainstay.event.Signal;

/**
 * Numbers with their units, for people.
 */
final class FigureText {

	private FigureText() {
	}

	static String of(double value, Signal.Unit unit) {
		String number = BigDecimal.valueOf(value)
			.setScale((Math.abs(value) < 10) ? 2 : 1, RoundingMode.HALF_UP)
			.stripTrailingZeros()
			.toPlainString();
		return switch (unit) {
			case COUNT -> number;
			case PER_SECOND -> number + " per second";
			case PER_MINUTE -> number + " per minute";
			case PERCENT, MILLISECONDS -> number + " " + unit.symbol();
		};
	}

}
