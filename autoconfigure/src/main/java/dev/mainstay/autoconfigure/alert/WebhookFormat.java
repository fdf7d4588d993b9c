package dev.mainstay.autoconfigure.alert;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonWriter;

import dev.mainstay.alert.Alert;
import dev.mainstay.alert.AlertChange;
import dev.mainstay.alert.AlertNotification;
import dev.mainstay.alert.AlertRule;
import dev.mainstay.alert.Severity;

/**
 * What is posted to a webhook.
 */
public enum WebhookFormat {

	/**
	 * A message for Slack, and for what takes the same.
	 */
	SLACK(WebhookFormat::slack),

	/**
	 * All that is known, as plain data.
	 */
	JSON(WebhookFormat::json);

	private static final int MOST_ATTACHMENTS = 20;

	private static final JsonWriter<Map<String, ?>> writer = JsonWriter.standard();

	private final Function<AlertNotification, Map<String, ?>> content;

	WebhookFormat(Function<AlertNotification, Map<String, ?>> content) {
		this.content = content;
	}

	String write(AlertNotification notification) {
		return writer.writeToString(this.content.apply(notification));
	}

	private static Map<String, ?> slack(AlertNotification notification) {
		List<AlertChange> changes = notification.changes();
		String text = (changes.size() == 1) ? AlertNotification.text(changes.get(0))
				: "%d database alerts: %s".formatted(changes.size(),
						changes.stream()
							.limit(MOST_ATTACHMENTS)
							.map((change) -> change.kind().id() + " " + change.alert().rule().name())
							.collect(Collectors.joining(", ")));
		return ordered("text", escaped(text), "attachments",
				changes.stream().limit(MOST_ATTACHMENTS).map(WebhookFormat::attachment).toList());
	}

	private static Map<String, ?> attachment(AlertChange change) {
		Alert alert = change.alert();
		boolean active = change.kind().isActive();
		return ordered("color", active ? color(alert.severity()) : "good", "title",
				escaped("%s %s".formatted((active ? alert.severity().name() : change.kind().name()),
						alert.rule().name())),
				"text", escaped(AlertNotification.text(change)), "fallback", escaped(AlertNotification.text(change)),
				"footer", escaped(alert.dataSource() + " · " + alert.id()), "ts",
				((alert.ended() != null) ? alert.ended() : alert.since()).getEpochSecond());
	}

	private static String color(Severity severity) {
		return switch (severity) {
			case INFO -> "#439fe0";
			case WARNING -> "warning";
			case CRITICAL -> "danger";
		};
	}

	// Slack takes these three as its own.
	private static String escaped(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

	private static Map<String, ?> json(AlertNotification notification) {
		return ordered("time", notification.time().toString(), "severity", notification.severity().id(), "changes",
				notification.changes().stream().map(WebhookFormat::change).toList());
	}

	private static Map<String, ?> change(AlertChange change) {
		Alert alert = change.alert();
		AlertRule rule = alert.rule();
		return ordered("change", change.kind().id(), "id", alert.id(), "rule", rule.name(), "severity",
				alert.severity().id(), "dataSource", alert.dataSource(), "operation", alert.operation(), "signal",
				rule.signal().id(), "unit", rule.signal().unit().symbol(), "comparison", rule.comparison().id(),
				"threshold", rule.threshold(), "value", alert.value(), "worst", alert.worst(), "since",
				text(alert.since()), "ended", text(alert.ended()), "raises", alert.raises(), "message", alert.message(),
				"advice", rule.advice());
	}

	private static @Nullable String text(@Nullable Instant instant) {
		return (instant != null) ? instant.toString() : null;
	}

	// Without those that have no value.
	private static Map<String, ?> ordered(@Nullable Object... pairs) {
		Map<String, Object> map = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2) {
			Object value = pairs[i + 1];
			if (value != null) {
				map.put((String) Objects.requireNonNull(pairs[i]), value);
			}
		}
		return map;
	}

}
