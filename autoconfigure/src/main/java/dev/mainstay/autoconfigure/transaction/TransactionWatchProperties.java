package dev.mainstay.autoconfigure.transaction;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.mainstay.autoconfigure.environment.Checks;
import dev.mainstay.transaction.watchdog.WatchdogSettings;

/**
 * Properties of watching over transactions.
 *
 * @param warnAfter Age at which a transaction is warned about once, in seconds if no unit
 * is given; zero to warn about none.
 * @param maxDuration Age at which a transaction is ended and rolled back, in seconds if
 * no unit is given; zero to end none.
 * @param endGrace Time that a transaction at its limit has to notice that its statement
 * was cancelled before its connection is cut, in seconds if no unit is given.
 */
@ConfigurationProperties("db.transaction")
public record TransactionWatchProperties(@DefaultValue("5m") @DurationUnit(ChronoUnit.SECONDS) Duration warnAfter,
		@DefaultValue("30m") @DurationUnit(ChronoUnit.SECONDS) Duration maxDuration,
		@DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS) Duration endGrace) implements WatchdogSettings {

	public TransactionWatchProperties {
		Checks checks = new Checks("db.transaction");
		checks.zeroOrAtLeast("warn-after", warnAfter, Duration.ofMillis(100),
				"Type for example db.transaction.warn-after=5m, or 0 to warn about none.");
		checks.zeroOrAtLeast("max-duration", maxDuration, Duration.ofMillis(100),
				"Type for example db.transaction.max-duration=30m, or 0 to end none.");
		checks.zeroOrAtLeast("end-grace", endGrace, Duration.ofMillis(1),
				"Type for example db.transaction.end-grace=5s, or 0 to cut connections at once.");
	}

}
