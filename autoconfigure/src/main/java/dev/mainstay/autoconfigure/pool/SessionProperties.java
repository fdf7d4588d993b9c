package dev.mainstay.autoconfigure.pool;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.mainstay.autoconfigure.environment.Checks;

/**
 * Properties of the limits that every session carries.
 *
 * @param enabled Whether to guard sessions.
 * @param statementTimeout Longest time that a statement may take, in seconds if no unit
 * is given; zero for no limit.
 * @param lockTimeout Longest time that a statement may wait for a lock, in seconds if no
 * unit is given; zero for no limit.
 * @param idleInTransactionTimeout Longest time that a session may sit in a transaction
 * without a statement, in seconds if no unit is given; zero for no limit.
 * @param applicationName Name that sessions show to the server. The application's name
 * when not set.
 * @param jit Whether PostgreSQL may compile statements just in time, which rarely pays
 * for short ones.
 * @param maxAge Longest time that a transaction may take, in seconds if no unit is given;
 * zero for no limit.
 */
@ConfigurationProperties("db.session")
public record SessionProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration statementTimeout,
		@DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration lockTimeout,
		@DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS) Duration idleInTransactionTimeout,
		@Nullable String applicationName, @DefaultValue("false") boolean jit,
		@DefaultValue("30m") @DurationUnit(ChronoUnit.SECONDS) Duration maxAge) {

	public SessionProperties {
		Checks checks = new Checks("db.session");
		checks.zeroOrAtLeast("statement-timeout", statementTimeout, Duration.ofMillis(1),
				"Type for example db.session.statement-timeout=30s, or 0 for no limit.");
		checks.zeroOrAtLeast("lock-timeout", lockTimeout, Duration.ofMillis(1),
				"Type for example db.session.lock-timeout=10s, or 0 for no limit.");
		checks.zeroOrAtLeast("idle-in-transaction-timeout", idleInTransactionTimeout, Duration.ofMillis(1),
				"Type for example db.session.idle-in-transaction-timeout=60s, or 0 for no limit.");
		checks.zeroOrAtLeast("max-age", maxAge, Duration.ofMillis(1),
				"Type for example db.session.max-age=30m, or 0 for no limit.");
	}

}
