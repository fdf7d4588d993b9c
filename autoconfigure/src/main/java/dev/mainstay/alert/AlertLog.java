package dev.mainstay.alert;

import java.util.List;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes alerts to the log, one line for all that have changed at one time.
 */
public final class AlertLog implements AlertChannel {

	private static final Logger logger = LoggerFactory.getLogger(AlertLog.class);

	private static final int MOST = 10;

	@Override
	public void send(AlertNotification notification) {
		List<AlertChange> changes = notification.changes();
		String text = changes.stream().limit(MOST).map(AlertNotification::text).collect(Collectors.joining(" | "));
		String count = (changes.size() > 1) ? changes.size() + " alerts: " : "";
		String more = (changes.size() > MOST) ? " | and %d more".formatted(changes.size() - MOST) : "";
		logger.atLevel(level(notification.severity())).log("Database alert: {}{}{}", count, text, more);
	}

	private static Level level(Severity severity) {
		return switch (severity) {
			case INFO -> Level.INFO;
			case WARNING -> Level.WARN;
			case CRITICAL -> Level.ERROR;
		};
	}

	@Override
	public String name() {
		return "log";
	}

}
