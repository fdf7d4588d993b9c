package dev.mainstay.autoconfigure.transaction.strategy;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.transaction.annotation.Isolation;

import dev.mainstay.autoconfigure.environment.Checks;

/**
 * Properties of transaction strategies.
 *
 * @param strategies What kinds of operations ask of their transactions, by name. The
 * built-in ones 'read-only', 'simple-write' and 'complex-write' can be changed in part.
 */
@ConfigurationProperties("db.transaction")
public record StrategyProperties(@DefaultValue Map<String, Strategy> strategies) {

	public StrategyProperties {
		strategies = Map.copyOf(strategies);
		strategies.forEach((name, strategy) -> strategy.check(new Checks("db.transaction.strategies." + name)));
	}

	/**
	 * Properties of one strategy.
	 *
	 * @param readOnly Whether the transaction only reads. As '@Transactional' says when
	 * not set.
	 * @param isolation Isolation level of the transaction. As '@Transactional' says, or
	 * the database's own, when not set.
	 * @param statementTimeout Longest time that each statement of the transaction may
	 * take, in seconds if no unit is given. That of the session when not set.
	 * @param timeout Longest time of the whole transaction, in seconds if no unit is
	 * given and rounded up to seconds. As '@Transactional' says when not set.
	 */
	public record Strategy(@Nullable Boolean readOnly, @Nullable Isolation isolation,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration statementTimeout,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeout) {

		private void check(Checks checks) {
			if (this.statementTimeout != null) {
				checks.atLeast("statement-timeout", this.statementTimeout, Duration.ofMillis(1),
						"Type for example 30s, or leave it out for the limit of the session "
								+ "(db.session.statement-timeout).");
			}
			if (this.timeout != null) {
				checks.atLeast("timeout", this.timeout, Duration.ofMillis(1),
						"Type for example 60s, or leave it out for no limit.");
			}
			if (this.statementTimeout != null && this.timeout != null
					&& this.statementTimeout.compareTo(this.timeout) > 0) {
				checks.fail("statement-timeout", this.statementTimeout,
						"is longer than the timeout of the whole transaction",
						"Type a shorter statement-timeout or a longer timeout.");
			}
		}

	}

}
