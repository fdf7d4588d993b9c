package dev.mainstay.autoconfigure.alert;

import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.StringUtils;

import dev.mainstay.alert.AlertSettings;
import dev.mainstay.alert.Severity;
import dev.mainstay.autoconfigure.environment.Checks;
import dev.mainstay.event.Signal;

/**
 * Properties of alerts.
 *
 * @param enabled Whether to look for what is wrong and to tell of it.
 * @param interval Time between two looks, in seconds if no unit is given.
 * @param settle Time that values have to be good again before an alert is taken back, in
 * seconds if no unit is given.
 * @param cooldown Time after which an alert that was told of is told of again, in seconds
 * if no unit is given; sooner only if it becomes worse.
 * @param escalation When alerts become worse because they come back.
 * @param log Whether to write alerts to the log.
 * @param rules Rules by name. The built-in ones 'connections', 'average-query',
 * 'slow-share', 'cache-hits', 'active-transactions', 'slow-operation',
 * 'connection-errors' and 'breaker-trips' can be changed in part.
 * @param webhook Where to post alerts.
 */
@ConfigurationProperties("db.alerts")
public record AlertProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration interval,
		@DefaultValue("2m") @DurationUnit(ChronoUnit.SECONDS) Duration settle,
		@DefaultValue("5m") @DurationUnit(ChronoUnit.SECONDS) Duration cooldown, @DefaultValue Escalation escalation,
		@DefaultValue("true") boolean log, @DefaultValue Map<String, Rule> rules,
		@DefaultValue Webhook webhook) implements AlertSettings {

	static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

	static final Duration LONGEST_INTERVAL = Duration.ofDays(24);

	public AlertProperties {
		Checks checks = new Checks("db.alerts");
		checks.atLeast("interval", interval, SHORTEST_INTERVAL, "Type for example db.alerts.interval=10s.");
		checks.atLeast("settle", settle, Duration.ZERO, "Type for example db.alerts.settle=2m.");
		checks.atLeast("cooldown", cooldown, Duration.ZERO, "Type for example db.alerts.cooldown=5m.");
		rules = Map.copyOf(rules);
	}

	@Override
	public int escalationAfter() {
		return this.escalation.after();
	}

	@Override
	public Duration escalationWithin() {
		return this.escalation.within();
	}

	/**
	 * Properties of escalation.
	 *
	 * @param after Number of times that an alert is raised until it becomes one severity
	 * worse; zero for never.
	 * @param within Time within which those times count, in seconds if no unit is given.
	 */
	public record Escalation(@DefaultValue("3") int after,
			@DefaultValue("1h") @DurationUnit(ChronoUnit.SECONDS) Duration within) {

		public Escalation {
			Checks checks = new Checks("db.alerts.escalation");
			String action = "Type for example db.alerts.escalation.after=3, or 0 to let no alert become worse.";
			if (after != 0) {
				checks.atLeast("after", after, 2, action);
			}
			checks.atMost("after", after, 100, action);
			checks.atLeast("within", within, Duration.ofSeconds(1), "Type for example db.alerts.escalation.within=1h.");
		}

	}

	/**
	 * Properties of one rule. What is not set stays as in the built-in rule.
	 *
	 * @param enabled Whether the rule is used.
	 * @param signal What the rule looks at. Not for a built-in rule, which has its own.
	 * @param above Highest value that is good: in percent, milliseconds, per minute, per
	 * second or pieces, as the signal is.
	 * @param below Lowest value that is good, instead of 'above'.
	 * @param clear First value that is good again once the alert was raised. A tenth off
	 * the threshold when not set.
	 * @param severity How bad it is.
	 * @param hold Time that values have to be bad before the alert is raised, in seconds
	 * if no unit is given.
	 * @param evidence Fewest statements, or look-ups in a cache, from which an average, a
	 * percentile or a share of them is judged.
	 * @param message What is wrong, for people, without the figure.
	 */
	public record Rule(@DefaultValue("true") boolean enabled, @Nullable Signal signal, @Nullable Double above,
			@Nullable Double below, @Nullable Double clear, @Nullable Severity severity,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration hold, @Nullable Integer evidence,
			@Nullable String message) {

	}

	/**
	 * Properties of the webhook.
	 *
	 * @param url Address that alerts are posted to; nothing is posted when not set. It is
	 * a secret.
	 * @param format What is posted: a message for Slack and what understands the same, or
	 * plain data.
	 * @param timeout Longest time for one attempt, in seconds if no unit is given.
	 * @param maxAttempts Number of attempts, the first one included.
	 */
	public record Webhook(@Nullable String url, @DefaultValue("slack") WebhookFormat format,
			@DefaultValue("2s") @DurationUnit(ChronoUnit.SECONDS) Duration timeout,
			@DefaultValue("3") int maxAttempts) {

		private static final int HIGHEST_PORT = 65_535;

		public Webhook {
			Checks checks = new Checks("db.alerts.webhook");
			url = StringUtils.hasText(url) ? url.strip() : null;
			if (url != null && address(url) == null) {
				checks.fail("url", "***",
						"is not an address that begins with https:// or http://, with a host and, if any, a port up to 65535",
						"Type for example db.alerts.webhook.url=https://hooks.example.com/…, or leave it out.");
			}
			checks.atLeast("timeout", timeout, Duration.ofMillis(1), "Type for example db.alerts.webhook.timeout=2s.");
			String action = "Type for example db.alerts.webhook.max-attempts=3.";
			checks.atLeast("max-attempts", maxAttempts, 1, action);
			checks.atMost("max-attempts", maxAttempts, 10, action);
		}

		@Nullable URI address() {
			return (this.url != null) ? address(this.url) : null;
		}

		private static @Nullable URI address(String url) {
			try {
				URI address = URI.create(url);
				boolean http = "https".equalsIgnoreCase(address.getScheme())
						|| "http".equalsIgnoreCase(address.getScheme());
				boolean port = address.getPort() == -1 || (address.getPort() > 0 && address.getPort() <= HIGHEST_PORT);
				return (http && port && address.getHost() != null) ? address : null;
			}
			catch (IllegalArgumentException ex) {
				return null;
			}
		}

		@Override
		public String toString() {
			return "Webhook[url=%s, format=%s, timeout=%s, maxAttempts=%s]"
				.formatted((this.url != null) ? "***" : "none", this.format, this.timeout, this.maxAttempts);
		}

	}

}
