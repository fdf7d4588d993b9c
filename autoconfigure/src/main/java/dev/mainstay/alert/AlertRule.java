package dev.mainstay.alert;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.event.Signal;

/**
 * When to raise an alert, and when to take it back. It looks at one signal of each data
 * source, or of each operation if the signal has a value for each.
 *
 * @param name the name in lower case with dashes
 * @param signal what it looks at: the last minute of what is counted and timed, the
 * moment of what goes up and down
 * @param comparison on which side of the threshold values are bad
 * @param threshold the last value that is good, in the unit of the signal
 * @param clear the first value that is good again once the alert was raised; {@code null}
 * for a tenth off the threshold, at least one where things are counted
 * @param severity how bad it is
 * @param hold how long values have to be bad without a break before the alert is raised
 * @param evidence the fewest statements, or look-ups in a cache, from which an average, a
 * percentile or a share of them is judged; other signals need none
 * @param message what is wrong, without the figure, such as "Many statements are slow"
 * @param advice what to do, in whole sentences; may be empty
 */
public record AlertRule(String name, Signal signal, Comparison comparison, double threshold, @Nullable Double clear,
		Severity severity, Duration hold, int evidence, String message, String advice) {

	private static final int USUAL_EVIDENCE = 20;

	private static final double HYSTERESIS = 0.1;

	public AlertRule {
		RuleCheck check = new RuleCheck(name, signal, comparison);
		check.name();
		check.threshold(threshold);
		if (clear != null) {
			check.clear(clear, threshold);
		}
		check.hold(hold);
		check.evidence(evidence);
	}

	/**
	 * Return a rule of severity {@link Severity#WARNING} that holds at once when a signal
	 * is above a threshold.
	 * @param name the name in lower case with dashes
	 * @param signal what to look at
	 * @param threshold the highest value that is good
	 * @return the rule
	 */
	public static AlertRule above(String name, Signal signal, double threshold) {
		return of(name, signal, Comparison.ABOVE, threshold);
	}

	/**
	 * Return a rule of severity {@link Severity#WARNING} that holds at once when a signal
	 * is below a threshold.
	 * @param name the name in lower case with dashes
	 * @param signal what to look at
	 * @param threshold the lowest value that is good
	 * @return the rule
	 */
	public static AlertRule below(String name, Signal signal, double threshold) {
		return of(name, signal, Comparison.BELOW, threshold);
	}

	private static AlertRule of(String name, Signal signal, Comparison comparison, double threshold) {
		return new AlertRule(name, signal, comparison, threshold, null, Severity.WARNING, Duration.ZERO, USUAL_EVIDENCE,
				"The signal " + signal.id() + " is not as it should be", "");
	}

	/**
	 * Return the rules that are there without anybody asking.
	 * @return the rules
	 */
	public static List<AlertRule> defaults() {
		return DefaultRules.ALL;
	}

	/**
	 * Return the same rule with another threshold.
	 * @param comparison on which side of it values are bad
	 * @param threshold the last value that is good
	 * @return the rule; where its alerts are taken back stays the same if that is still
	 * on the good side, otherwise it is a tenth off the threshold
	 */
	public AlertRule withThreshold(Comparison comparison, double threshold) {
		boolean keep = this.clear != null && comparison == this.comparison
				&& !comparison.isWorse(this.clear, threshold);
		return new AlertRule(this.name, this.signal, comparison, threshold, keep ? this.clear : null, this.severity,
				this.hold, this.evidence, this.message, this.advice);
	}

	/**
	 * Return the same rule with another severity.
	 * @param severity how bad it is
	 * @return the rule
	 */
	public AlertRule withSeverity(Severity severity) {
		return new AlertRule(this.name, this.signal, this.comparison, this.threshold, this.clear, severity, this.hold,
				this.evidence, this.message, this.advice);
	}

	/**
	 * Return the same rule whose alerts are raised after another time.
	 * @param hold how long values have to be bad without a break
	 * @return the rule
	 */
	public AlertRule withHold(Duration hold) {
		return new AlertRule(this.name, this.signal, this.comparison, this.threshold, this.clear, this.severity, hold,
				this.evidence, this.message, this.advice);
	}

	/**
	 * Return the same rule whose alerts are taken back at another value.
	 * @param clear the first value that is good again
	 * @return the rule
	 */
	public AlertRule withClear(double clear) {
		return new AlertRule(this.name, this.signal, this.comparison, this.threshold, clear, this.severity, this.hold,
				this.evidence, this.message, this.advice);
	}

	/**
	 * Return the same rule that judges from more or less.
	 * @param evidence the fewest statements or look-ups
	 * @return the rule
	 */
	public AlertRule withEvidence(int evidence) {
		return new AlertRule(this.name, this.signal, this.comparison, this.threshold, this.clear, this.severity,
				this.hold, evidence, this.message, this.advice);
	}

	/**
	 * Return the same rule with another text.
	 * @param message what is wrong, without the figure
	 * @param advice what to do, in whole sentences; may be empty
	 * @return the rule
	 */
	public AlertRule withText(String message, String advice) {
		return new AlertRule(this.name, this.signal, this.comparison, this.threshold, this.clear, this.severity,
				this.hold, this.evidence, message, advice);
	}

	/**
	 * Return at which value its alerts are taken back.
	 * @return the first value that is good again
	 */
	public double clearThreshold() {
		if (this.clear != null) {
			return this.clear;
		}
		boolean fractional = this.signal.unit() == Signal.Unit.PERCENT
				|| this.signal.unit() == Signal.Unit.MILLISECONDS;
		double distance = Math.max(this.threshold * HYSTERESIS, fractional ? 0 : 1);
		double better = this.comparison.better(this.threshold, distance);
		return Math.min(Math.max(better, 0), RuleCheck.highest(this.signal));
	}

	boolean isBad(double value) {
		return this.comparison.isWorse(value, this.threshold);
	}

	boolean isGoodAgain(double value) {
		return !this.comparison.isWorse(value, clearThreshold());
	}

	String thresholdText() {
		return this.comparison.id() + " " + FigureText.of(this.threshold, this.signal.unit());
	}

}
