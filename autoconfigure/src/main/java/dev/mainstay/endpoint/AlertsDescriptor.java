package dev.mainstay.endpoint;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import dev.mainstay.alert.Acknowledgement;
import dev.mainstay.alert.Alert;
import dev.mainstay.alert.AlertRule;
import dev.mainstay.alert.ChannelState;

/**
 * Alerts as JSON.
 *
 * @param active what is wrong now, the worst first
 * @param recent what was wrong, the newest first
 * @param rules the rules as they are now
 * @param channels how people are told, and how that has fared
 */
public record AlertsDescriptor(@Nullable List<AlertDescriptor> active, @Nullable List<AlertDescriptor> recent,
		List<RuleDescriptor> rules, List<ChannelState> channels) implements OperationResponseBody {

	private static double rounded(double value) {
		return Math.round(value * 100) / 100.0;
	}

	private static @Nullable String textOrNull(String text) {
		return text.isEmpty() ? null : text;
	}

	/**
	 * One alert as JSON.
	 *
	 * @param id names it among all alerts
	 * @param rule the name of the rule
	 * @param severity {@code info}, {@code warning} or {@code critical}
	 * @param escalated whether it is worse than the rule says because it was raised
	 * repeatedly
	 * @param state {@code active}, {@code cleared} or {@code expired}
	 * @param dataSource bean name of the data source
	 * @param operation name of the operation, if the rule looks at each
	 * @param message what is wrong, with the figure
	 * @param advice what to do
	 * @param value value when last looked at
	 * @param worst worst value since it was raised
	 * @param unit unit of both
	 * @param since when it was raised
	 * @param ended when it was over
	 * @param raises how often it was raised
	 * @param acknowledgement somebody's word that it is known
	 */
	public record AlertDescriptor(String id, String rule, String severity, boolean escalated, String state,
			String dataSource, @Nullable String operation, String message, @Nullable String advice, double value,
			double worst, @Nullable String unit, Instant since, @Nullable Instant ended, int raises,
			@Nullable Acknowledgement acknowledgement) {

		static AlertDescriptor of(Alert alert) {
			AlertRule rule = alert.rule();
			return new AlertDescriptor(alert.id(), rule.name(), alert.severity().id(), alert.isEscalated(),
					alert.state().id(), alert.dataSource(), alert.operation(), alert.message(),
					textOrNull(rule.advice()), rounded(alert.value()), rounded(alert.worst()),
					textOrNull(rule.signal().unit().symbol()), alert.since(), alert.ended(), alert.raises(),
					alert.acknowledgement());
		}

		static List<AlertDescriptor> of(List<Alert> alerts) {
			return alerts.stream().map(AlertDescriptor::of).toList();
		}

	}

	/**
	 * One rule as JSON.
	 *
	 * @param name name of the rule
	 * @param signal what it looks at
	 * @param comparison {@code above} or {@code below}
	 * @param threshold last value that is good
	 * @param clear first value that is good again once an alert was raised
	 * @param unit unit of both
	 * @param severity {@code info}, {@code warning} or {@code critical}
	 * @param holdSeconds how long values have to be bad
	 * @param evidence fewest things from which a share, an average or a percentile is
	 * judged
	 */
	public record RuleDescriptor(String name, String signal, String comparison, double threshold, double clear,
			@Nullable String unit, String severity, long holdSeconds, int evidence) {

		static RuleDescriptor of(AlertRule rule) {
			return new RuleDescriptor(rule.name(), rule.signal().id(), rule.comparison().id(), rule.threshold(),
					rounded(rule.clearThreshold()), textOrNull(rule.signal().unit().symbol()), rule.severity().id(),
					rule.hold().toSeconds(), rule.evidence());
		}

	}

}
