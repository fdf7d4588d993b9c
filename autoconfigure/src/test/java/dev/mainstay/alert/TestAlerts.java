package dev.mainstay.alert;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import dev.mainstay.event.Signal;

/**
 * Notifications to send.
 */
public final class TestAlerts {

	private TestAlerts() {
	}

	/**
	 * Return a notification of one alert.
	 * @param id the id of the alert
	 * @return the notification
	 */
	public static AlertNotification raised(String id) {
		return notification(change(AlertChange.Kind.RAISED, Severity.WARNING, id));
	}

	/**
	 * Return a notification.
	 * @param changes what has changed
	 * @return the notification
	 */
	public static AlertNotification notification(AlertChange... changes) {
		return new AlertNotification(Instant.parse("2026-01-01T08:00:10Z"), Stream.of(changes).toList());
	}

	/**
	 * Return a change.
	 * @param kind what has become of the alert
	 * @param severity how bad it is
	 * @param id the id of the alert
	 * @return the change
	 */
	public static AlertChange change(AlertChange.Kind kind, Severity severity, String id) {
		AlertRule rule = AlertRule.above("slow-operation", Signal.OPERATION_P95, 200)
			.withSeverity(severity)
			.withText("The statements of an operation are slow", "Look at its slow statements.");
		Instant since = Instant.parse("2026-01-01T08:00:00Z");
		return new AlertChange(kind,
				new Alert(id, rule, "shop", "<report> & \"more\"", severity, 412.34, 500, since,
						kind.isActive() ? null : since.plusSeconds(300),
						kind.isActive() ? AlertState.ACTIVE : AlertState.CLEARED, 1, null));
	}

	/**
	 * Return the ids of alerts.
	 * @param notification what has changed
	 * @return the ids
	 */
	public static List<String> ids(AlertNotification notification) {
		return notification.changes().stream().map((change) -> change.alert().id()).toList();
	}

}
