package dev.mainstay.pool.session;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.mainstay.datasource.JdbcUrl;

/**
 * Guards MariaDB and MySQL sessions by session variables.
 * <p>
 * Which of the two servers answers is not known before there is a connection, so what
 * only one of them has stands in executable comments: MariaDB runs those that begin with
 * {@code M!} and skips versions 50700 to 99999, MySQL does the opposite. All variables
 * are set by one statement, which begins with a user variable so that it is never empty.
 */
final class MysqlSession {

	private static final String MARIADB = " /*M!100302 , SESSION %s = %s */";

	private static final String MYSQL = " /*!50708 , SESSION %s = %s */";

	private static final String BOTH = ", SESSION %s = %s";

	private final JdbcUrl url;

	private final SessionSettings settings;

	private final StringBuilder setting = new StringBuilder("SET @guarded = 1");

	private final StringBuilder lifting = new StringBuilder("SET @guarded = 0");

	MysqlSession(JdbcUrl url, SessionSettings settings) {
		this.url = url;
		this.settings = settings;
	}

	void plan(Set<SessionGuard> wanted, SessionPlan.Builder plan) {
		wanted.forEach((guard) -> plan(guard, plan));
		if (this.setting.indexOf(",") > 0) {
			plan.statements(List.of(this.setting.toString()))
				.lifting(List.of(this.lifting.toString()))
				.restoredByReconnect();
		}
	}

	private void plan(SessionGuard guard, SessionPlan.Builder plan) {
		Duration limit = guard.limit(this.settings);
		long seconds = SessionGuards.wholeSeconds(limit);
		switch (guard) {
			case STATEMENT_TIMEOUT -> planStatementTimeout(limit, plan);
			case LOCK_TIMEOUT -> planLockTimeout(seconds, plan);
			case IDLE_IN_TRANSACTION_TIMEOUT -> {
				if (isGiven("idle_transaction_timeout")) {
					plan.leftOut(guard, "sessionVariables set idle_transaction_timeout");
				}
				else {
					set(guard, MARIADB, "idle_transaction_timeout", Long.toString(seconds), "0");
					plan.applied(guard, "idle_transaction_timeout=" + seconds + "s (MySQL has none)");
				}
			}
			case MAX_AGE -> plan.leftOut(guard, "MariaDB and MySQL have no limit for a transaction");
			case JIT -> plan.leftOut(guard, "MariaDB and MySQL do not compile statements");
			case APPLICATION_NAME -> planApplicationName(plan);
		}
	}

	private void planStatementTimeout(Duration limit, SessionPlan.Builder plan) {
		if (isGiven("max_statement_time") || isGiven("max_execution_time")) {
			plan.leftOut(SessionGuard.STATEMENT_TIMEOUT, "sessionVariables set one");
			return;
		}
		String exact = BigDecimal.valueOf(limit.toMillis(), 3).toPlainString();
		set(SessionGuard.STATEMENT_TIMEOUT, MARIADB, "max_statement_time", exact, "0");
		set(SessionGuard.STATEMENT_TIMEOUT, MYSQL, "max_execution_time", Long.toString(limit.toMillis()), "0");
		plan.applied(SessionGuard.STATEMENT_TIMEOUT,
				"max_statement_time=" + exact + "s (MySQL: max_execution_time, for queries only)");
	}

	private void planLockTimeout(long seconds, SessionPlan.Builder plan) {
		List<String> variables = Stream.of("innodb_lock_wait_timeout", "lock_wait_timeout")
			.filter((variable) -> !isGiven(variable))
			.toList();
		variables
			.forEach((variable) -> set(SessionGuard.LOCK_TIMEOUT, BOTH, variable, Long.toString(seconds), "31536000"));
		if (variables.isEmpty()) {
			plan.leftOut(SessionGuard.LOCK_TIMEOUT, "sessionVariables set one");
		}
		else {
			plan.applied(SessionGuard.LOCK_TIMEOUT, String.join("=", variables) + "=" + seconds + "s");
		}
	}

	private boolean isGiven(String variable) {
		return this.url.parameterMentions("sessionVariables", variable);
	}

	// A default of ours does not loosen what the server has decided.
	private void set(SessionGuard guard, String form, String variable, String value, String unlimited) {
		String kept = "IF(@@%1$s > 0 AND @@%1$s < %2$s, @@%1$s, %2$s)".formatted(variable, value);
		this.setting.append(form.formatted(variable, this.settings.isExplicit(guard) ? value : kept));
		this.lifting.append(form.formatted(variable, unlimited));
	}

	private void planApplicationName(SessionPlan.Builder plan) {
		String name = this.settings.applicationName();
		if (this.url.hasParameter("connectionAttributes")) {
			plan.leftOut(SessionGuard.APPLICATION_NAME, "connectionAttributes are already given to the driver");
		}
		else if (name != null) {
			plan.driverProperty("connectionAttributes", "program_name:" + name.replaceAll("[,:]", "-"))
				.applied(SessionGuard.APPLICATION_NAME, "program_name=" + name);
		}
	}

}
