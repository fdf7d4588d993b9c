package dev.mainstay.alert;

import java.time.Duration;
import java.util.regex.Pattern;

import dev.mainstay.event.Signal;

/**
 * Refuses rules that cannot be.
 *
 * @param rule the name of the rule
 * @param signal what it looks at
 * @param comparison on which side of the threshold values are bad
 */
record RuleCheck(String rule, Signal signal, Comparison comparison) {

	private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

	private static final int LONGEST_NAME = 50;

	private static final Duration LONGEST_HOLD = Duration.ofHours(24);

	static double highest(Signal signal) {
		return (signal.unit() == Signal.Unit.PERCENT) ? 100 : Double.MAX_VALUE;
	}

	void name() {
		if (!NAME.matcher(this.rule).matches() || this.rule.length() > LONGEST_NAME) {
			throw refused("name", this.rule, "is not a name in lower case with dashes",
					"Choose up to 50 letters, digits and single dashes, such as slow-reports.");
		}
	}

	// There must be values on both sides of it.
	void threshold(double threshold) {
		boolean above = this.comparison == Comparison.ABOVE;
		double highest = highest(this.signal);
		if (!(above ? threshold >= 0 && threshold < highest : threshold > 0 && threshold <= highest)) {
			String least = above ? "0 or more" : "more than 0";
			String most = (highest == Double.MAX_VALUE) ? "" : above ? " and less than 100" : " and at most 100";
			throw refused("threshold", threshold,
					"is nothing that %s could be %s".formatted(this.signal.id(), this.comparison.id()),
					"Choose a number of %s: %s%s.".formatted(unit(), least, most));
		}
	}

	void clear(double clear, double threshold) {
		boolean good = clear >= 0 && clear <= highest(this.signal) && !this.comparison.isWorse(clear, threshold);
		if (!good) {
			String limit = FigureText.of(threshold, Signal.Unit.COUNT);
			String range = (this.comparison == Comparison.ABOVE) ? "from 0 to " + limit : limit + " or more";
			throw refused("clear", clear, "is on the wrong side of the threshold",
					"Choose a number of %s %s, or leave it out for a tenth off the threshold.".formatted(unit(),
							range));
		}
	}

	void hold(Duration hold) {
		if (hold.isNegative() || hold.compareTo(LONGEST_HOLD) > 0) {
			throw refused("hold", hold, "is not from 0 to 24 hours", "Choose for example 1m, or 0 to raise at once.");
		}
	}

	void evidence(int evidence) {
		if (evidence < 0) {
			throw refused("evidence", evidence, "is negative",
					"Choose for example 20, or 0 to judge whatever there is.");
		}
	}

	private String unit() {
		return switch (this.signal.unit()) {
			case COUNT -> "pieces";
			case PERCENT -> "percent";
			case MILLISECONDS -> "milliseconds";
			case PER_SECOND -> "pieces per second";
			case PER_MINUTE -> "pieces per minute";
		};
	}

	private InvalidAlertRuleException refused(String attribute, Object value, String reason, String action) {
		return new InvalidAlertRuleException(this.rule, attribute, value, reason, action);
	}

}
