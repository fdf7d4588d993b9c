package dev.mainstay.alert;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong, or was, as a rule has seen it. Immutable.
 *
 * @param id names it among all alerts
 * @param rule the rule as it was when last looked at
 * @param dataSource the bean name of the data source
 * @param operation the name of the operation, if the rule looks at each
 * @param severity how bad it is; worse than the rule says if it happened repeatedly
 * @param value the value as it was when last looked at, in the unit of the signal
 * @param worst the worst value since it was raised
 * @param since when it was raised, for the first time if it came back soon
 * @param ended when it was taken back, or {@code null} while it is active
 * @param state where it is in its life
 * @param raises how often it was raised; more than once if it came back soon
 * @param acknowledgement somebody's word that it is known, or {@code null}
 */
public record Alert(String id, AlertRule rule, String dataSource, @Nullable String operation, Severity severity,
		double value, double worst, Instant since, @Nullable Instant ended, AlertState state, int raises,
		@Nullable Acknowledgement acknowledgement) {

	/**
	 * Return what is wrong, with the figure.
	 * @return one phrase, without the data source and without advice
	 */
	public String message() {
		String where = (this.operation != null) ? " (" + this.operation + ")" : "";
		return "%s%s: %s, limit is %s".formatted(this.rule.message(), where,
				FigureText.of(this.value, this.rule.signal().unit()),
				FigureText.of(this.rule.threshold(), this.rule.signal().unit()));
	}

	/**
	 * Return whether it became worse than its rule says because it was raised repeatedly.
	 * @return whether it is escalated
	 */
	public boolean isEscalated() {
		return this.severity != this.rule.severity();
	}

	Alert seen(AlertRule rule, double value) {
		double worst = rule.comparison().isWorse(value, this.worst) ? value : this.worst;
		return new Alert(this.id, rule, this.dataSource, this.operation, this.severity, value, worst, this.since,
				this.ended, this.state, this.raises, this.acknowledgement);
	}

	Alert raisedAgain(Severity severity) {
		return new Alert(this.id, this.rule, this.dataSource, this.operation, severity, this.value, this.worst,
				this.since, null, AlertState.ACTIVE, this.raises + 1, null);
	}

	Alert over(AlertState state, Instant now) {
		return new Alert(this.id, this.rule, this.dataSource, this.operation, this.severity, this.value, this.worst,
				this.since, now, state, this.raises, this.acknowledgement);
	}

	Alert acknowledged(Acknowledgement acknowledgement) {
		return new Alert(this.id, this.rule, this.dataSource, this.operation, this.severity, this.value, this.worst,
				this.since, this.ended, this.state, this.raises, acknowledgement);
	}

}
