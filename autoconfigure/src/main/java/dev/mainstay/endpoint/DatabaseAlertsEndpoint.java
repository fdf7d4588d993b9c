package dev.mainstay.endpoint;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import dev.mainstay.alert.AlertChannels;
import dev.mainstay.alert.Alerts;
import dev.mainstay.alert.InvalidAlertRuleException;
import dev.mainstay.alert.Severity;
import dev.mainstay.alert.UnknownAlertException;
import dev.mainstay.endpoint.AlertsDescriptor.AlertDescriptor;
import dev.mainstay.endpoint.AlertsDescriptor.RuleDescriptor;

/**
 * Shows alerts at {@code /actuator/database/alerts}. It changes thresholds and takes
 * acknowledgements only where the user opens its access.
 */
@Endpoint(id = "databasealerts", defaultAccess = Access.READ_ONLY)
public class DatabaseAlertsEndpoint {

	private final Alerts alerts;

	private final AlertChannels channels;

	public DatabaseAlertsEndpoint(Alerts alerts, AlertChannels channels) {
		this.alerts = alerts;
		this.channels = channels;
	}

	/**
	 * Show what is wrong, what was, and the rules.
	 * @param severity the only severity to show, or {@code null} for all
	 * @param active whether to show only what is wrong now, or only what is over;
	 * {@code null} for both
	 * @return the alerts
	 */
	@ReadOperation
	public AlertsDescriptor alerts(@Nullable String severity, @Nullable Boolean active) {
		Severity only = (severity != null) ? severity(severity) : null;
		List<AlertDescriptor> now = (only != null) ? AlertDescriptor.of(this.alerts.active(only))
				: AlertDescriptor.of(this.alerts.active());
		List<AlertDescriptor> past = (only != null) ? AlertDescriptor.of(this.alerts.history(only))
				: AlertDescriptor.of(this.alerts.history());
		return new AlertsDescriptor(!Boolean.FALSE.equals(active) ? now : null,
				!Boolean.TRUE.equals(active) ? past : null,
				this.alerts.rules().stream().map(RuleDescriptor::of).toList(), this.channels.states());
	}

	private static Severity severity(String severity) {
		Severity known = Severity.ofId(severity);
		if (known == null) {
			throw invalid("'severity' must be one of "
					+ Arrays.stream(Severity.values()).map(Severity::id).collect(Collectors.joining(", ")));
		}
		return known;
	}

	/**
	 * Change the threshold of a rule, or acknowledge an alert.
	 * @param rule the name of the rule
	 * @param threshold its new threshold, a number
	 * @param acknowledge the id of the alert that is known
	 * @param comment what to say about it
	 * @return the rule or the alert as it is now
	 */
	@WriteOperation
	public ChangeDescriptor change(@Nullable String rule, @Nullable String threshold, @Nullable String acknowledge,
			@Nullable String comment) {
		return change(rule, threshold, acknowledge, comment, null);
	}

	ChangeDescriptor change(@Nullable String rule, @Nullable String threshold, @Nullable String acknowledge,
			@Nullable String comment, @Nullable String by) {
		try {
			if (rule != null && threshold != null && acknowledge == null && comment == null) {
				return new ChangeDescriptor(RuleDescriptor.of(this.alerts.changeThreshold(rule, number(threshold))),
						null);
			}
			if (acknowledge != null && rule == null && threshold == null) {
				return new ChangeDescriptor(null,
						AlertDescriptor.of(this.alerts.acknowledge(acknowledge, by, comment)));
			}
		}
		catch (UnknownAlertException ex) {
			throw invalid(String.valueOf(ex.getMessage()));
		}
		catch (InvalidAlertRuleException ex) {
			throw invalid("'%s' %s. %s".formatted(ex.getAttribute(), ex.getReason(), ex.getAction()));
		}
		throw invalid("Either 'rule' and 'threshold', or 'acknowledge' with or without 'comment' must be given");
	}

	private static double number(String threshold) {
		try {
			return Double.parseDouble(threshold);
		}
		catch (NumberFormatException ex) {
			throw invalid("'threshold' must be a number in the unit of the rule, such as 20");
		}
	}

	private static InvalidEndpointRequestException invalid(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

	/**
	 * What was changed, as JSON.
	 *
	 * @param rule the rule as it is now, until the application ends
	 * @param alert the alert as it is now
	 */
	public record ChangeDescriptor(@Nullable RuleDescriptor rule,
			@Nullable AlertDescriptor alert) implements OperationResponseBody {

	}

}
