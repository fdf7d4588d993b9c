package dev.mainstay.alert;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What people are told of at one time: all that has changed since the last look.
 *
 * @param time when it was seen
 * @param changes what has become of which alerts, the worst first; at least one
 */
public record AlertNotification(Instant time, List<AlertChange> changes) {

	private static final Comparator<AlertChange> WORST_FIRST = Comparator
		.comparing((AlertChange change) -> change.kind().isActive())
		.thenComparing((AlertChange change) -> change.alert().severity())
		.reversed();

	public AlertNotification {
		changes = changes.stream().sorted(WORST_FIRST).toList();
	}

	/**
	 * Return how bad the worst is that is told of.
	 * @return the highest severity of those that are active now; {@link Severity#INFO} if
	 * all are over
	 */
	public Severity severity() {
		AlertChange worst = this.changes.get(0);
		return worst.kind().isActive() ? worst.alert().severity() : Severity.INFO;
	}

	/**
	 * Return one change in words.
	 * @param change the change
	 * @return one line, such as "WARNING slow-share on 'dataSource': Many statements are
	 * slow: 23 %, limit is 10 %"
	 */
	public static String text(AlertChange change) {
		Alert alert = change.alert();
		String rule = "%s on '%s'".formatted(alert.rule().name(), alert.dataSource());
		if (!change.kind().isActive()) {
			String operation = (alert.operation() != null) ? " (" + alert.operation() + ")" : "";
			return "%s %s%s: %s".formatted(change.kind().name(), rule, operation,
					(change.kind() == AlertChange.Kind.CLEARED) ? "values are good again"
							: "there are no values any more");
		}
		String again = (change.kind() == AlertChange.Kind.ESCALATED) ? " (escalated: raised again and again)" : "";
		String advice = alert.rule().advice();
		return "%s %s%s: %s.%s".formatted(alert.severity().name(), rule, again, alert.message(),
				advice.isEmpty() ? "" : " " + advice);
	}

}
