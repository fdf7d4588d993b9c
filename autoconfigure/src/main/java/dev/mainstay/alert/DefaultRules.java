package dev.mainstay.alert;

import java.time.Duration;
import java.util.List;

import dev.mainstay.event.Signal;

/**
 * The rules that are there without anybody asking.
 */
final class DefaultRules {

	private static final Duration A_MINUTE = Duration.ofMinutes(1);

	static final List<AlertRule> ALL = List.of(
			AlertRule.above("connections", Signal.CONNECTION_UTILIZATION, 80)
				.withHold(A_MINUTE)
				.withText("Most connections are in use",
						"Look for transactions that stay open without a statement and for slow statements before "
								+ "raising db.pool.max-overflow."),
			AlertRule.above("average-query", Signal.STATEMENT_MEAN, 1000)
				.withHold(A_MINUTE)
				.withText("Statements are slow on average",
						"Look at the slow statements and at the load and the locks of the database server."),
			AlertRule.above("slow-share", Signal.SLOW_SHARE, 10)
				.withHold(A_MINUTE)
				.withText("Many statements are slow",
						"Look at the slow statements; the one with the greatest share of time is worth an index or "
								+ "a rewrite first."),
			AlertRule.below("cache-hits", Signal.CACHE_HIT_RATIO, 50)
				.withSeverity(Severity.INFO)
				.withHold(Duration.ofMinutes(5))
				.withText("The query cache has few of the answers",
						"Cache what is asked often and changes seldom, for longer, or let the cache be larger."),
			AlertRule.above("active-transactions", Signal.TRANSACTIONS_ACTIVE, 50)
				.withSeverity(Severity.CRITICAL)
				.withHold(Duration.ofSeconds(30))
				.withText("Many transactions are open",
						"Look for transactions that wait for locks, or that wait for other systems while they are "
								+ "open."),
			AlertRule.above("slow-operation", Signal.OPERATION_P95, 200)
				.withHold(A_MINUTE)
				.withText("The statements of an operation are slow",
						"Look at its slow statements, and whether it waits for locks."),
			AlertRule.above("connection-errors", Signal.CONNECTION_ERRORS_PER_MINUTE, 10)
				.withSeverity(Severity.CRITICAL)
				.withText("Connections fail or are not to be had",
						"Check that the database server runs and can be reached, how many connections it takes, and "
								+ "who holds those of the pool."),
			AlertRule.above("breaker-trips", Signal.BREAKER_TRIPS, 0)
				.withSeverity(Severity.CRITICAL)
				.withText("The circuit breaker has opened",
						"Calls are refused until the database answers again: check that it runs and can be "
								+ "reached."));

	private DefaultRules() {
	}

}
