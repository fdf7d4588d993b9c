package dev.mainstay.autoconfigure.transaction;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.mainstay.autoconfigure.environment.Checks;
import dev.mainstay.transaction.RetryScope;
import dev.mainstay.transaction.RetrySettings;

/**
 * Properties of trying transactions again.
 *
 * @param enabled Whether transactions that fail for a passing reason are tried again.
 * @param scope Which transactions are tried again without being annotated.
 * @param maxAttempts Most attempts of a transaction, the first one included.
 * @param deadlockMaxAttempts Most attempts of a transaction that fails because of
 * deadlocks, the first one included.
 * @param baseDelay Longest wait before the second attempt, in seconds if no unit is
 * given. The wait is drawn evenly between zero and the longest one.
 * @param multiplier Factor by which the longest wait grows with each further attempt.
 * @param maxDelay Wait that the longest one grows to at most, in seconds if no unit is
 * given.
 * @param deadline Longest time for all attempts of a transaction together, in seconds if
 * no unit is given.
 * @param budget Limit on retries because of lost and refused connections.
 */
@ConfigurationProperties("db.retry")
public record RetryProperties(@DefaultValue("true") boolean enabled, @DefaultValue("repositories") RetryScope scope,
		@DefaultValue("3") int maxAttempts, @DefaultValue("5") int deadlockMaxAttempts,
		@DefaultValue("100ms") @DurationUnit(ChronoUnit.SECONDS) Duration baseDelay,
		@DefaultValue("2") double multiplier, @DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS) Duration maxDelay,
		@DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration deadline,
		@DefaultValue Budget budget) implements RetrySettings {

	private static final int MOST_ATTEMPTS = 100;

	public RetryProperties {
		Checks checks = new Checks("db.retry");
		String none = "Type 1 to try only once, or for example ";
		checks.atLeast("max-attempts", maxAttempts, 1, none + "db.retry.max-attempts=3.");
		checks.atMost("max-attempts", maxAttempts, MOST_ATTEMPTS, "Type for example db.retry.max-attempts=3.");
		checks.atLeast("deadlock-max-attempts", deadlockMaxAttempts, 1, none + "db.retry.deadlock-max-attempts=5.");
		checks.atMost("deadlock-max-attempts", deadlockMaxAttempts, MOST_ATTEMPTS,
				"Type for example db.retry.deadlock-max-attempts=5.");
		checks.zeroOrAtLeast("base-delay", baseDelay, Duration.ofMillis(1),
				"Type for example db.retry.base-delay=100ms.");
		checks.atLeast("multiplier", multiplier, 1, "Type for example db.retry.multiplier=2.");
		checks.zeroOrAtLeast("max-delay", maxDelay, Duration.ofMillis(1), "Type for example db.retry.max-delay=5s.");
		checks.atLeast("deadline", deadline, Duration.ofMillis(1), "Type for example db.retry.deadline=30s.");
		if (maxDelay.compareTo(baseDelay) < 0) {
			checks.fail("max-delay", maxDelay, "must not be shorter than db.retry.base-delay",
					"Type a longer db.retry.max-delay or a shorter db.retry.base-delay.");
		}
	}

	/**
	 * Limit on retries because of lost and refused connections.
	 *
	 * @param ratio Retries that each successful transaction pays for, as a share of one.
	 * @param burst Most retries that are saved up for when connections are lost together;
	 * the largest pool is a good number.
	 */
	public record Budget(@DefaultValue("0.1") double ratio, @DefaultValue("50") int burst) {

		public Budget {
			Checks checks = new Checks("db.retry.budget");
			checks.atLeast("ratio", ratio, 0, "Type db.retry.budget.ratio=0.1, one retry for ten successes.");
			checks.atLeast("burst", burst, 0, "Type for example db.retry.budget.burst=50.");
		}

	}

}
