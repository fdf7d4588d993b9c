package dev.mainstay.pool.session;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.mainstay.datasource.JdbcUrl;

/**
 * Guards PostgreSQL sessions by their configuration parameters.
 * <p>
 * One query sets them all. Reading {@code pg_settings} instead of using {@code SET} has
 * three reasons: parameters that a server does not know ({@code transaction_timeout}
 * before 17) are passed over instead of failing the connection; what the URL sets
 * ({@code options=-c …}, source {@code client}) is seen and left alone; and so is what
 * was given to the role or the database, and a stricter limit of the server, unless the
 * user asks for another value here.
 */
final class PostgresSession {

	private static final Map<SessionGuard, String> PARAMETERS = new EnumMap<>(
			Map.of(SessionGuard.STATEMENT_TIMEOUT, "statement_timeout", SessionGuard.LOCK_TIMEOUT, "lock_timeout",
					SessionGuard.IDLE_IN_TRANSACTION_TIMEOUT, "idle_in_transaction_session_timeout",
					SessionGuard.MAX_AGE, "transaction_timeout", SessionGuard.JIT, "jit"));

	private static final String LIFT = """
			SELECT set_config(name, '0', false) FROM pg_settings WHERE name IN ('statement_timeout', 'lock_timeout', \
			'idle_in_transaction_session_timeout', 'transaction_timeout')""";

	private final JdbcUrl url;

	private final SessionSettings settings;

	PostgresSession(JdbcUrl url, SessionSettings settings) {
		this.url = url;
		this.settings = settings;
	}

	void plan(Set<SessionGuard> wanted, SessionPlan.Builder plan) {
		List<String> values = new ArrayList<>();
		for (SessionGuard guard : wanted) {
			String parameter = PARAMETERS.get(guard);
			if (parameter != null && this.url.parameterMentions("options", parameter)) {
				plan.leftOut(guard, "the driver's options set " + parameter);
			}
			else if (parameter != null) {
				boolean limit = guard != SessionGuard.JIT;
				long millis = guard.limit(this.settings).toMillis();
				String value = limit ? millis + "ms" : "off";
				values.add("('%s', '%s', %s::bigint, %s)".formatted(parameter, value, limit ? millis : "NULL",
						this.settings.isExplicit(guard)));
				plan.applied(guard, parameter + "=" + value
						+ ((guard == SessionGuard.MAX_AGE) ? " (PostgreSQL 17 and later)" : ""));
			}
		}
		if (!values.isEmpty()) {
			plan.statements(List.of("""
					SELECT set_config(s.name, g.value, false) FROM pg_settings s \
					JOIN (VALUES %s) AS g (name, value, millis, explicit) ON s.name = g.name \
					WHERE s.source <> 'client' AND (g.explicit OR ( \
					s.source NOT IN ('global', 'database', 'user', 'database user') \
					AND CASE WHEN g.millis IS NULL OR s.setting = '0' THEN true \
					ELSE s.setting::bigint > g.millis END))""".formatted(String.join(", ", values))));
			plan.lifting(List.of(LIFT)).restoredByReconnect();
		}
		if (wanted.contains(SessionGuard.APPLICATION_NAME)) {
			planApplicationName(plan);
		}
	}

	private void planApplicationName(SessionPlan.Builder plan) {
		String name = this.settings.applicationName();
		if (this.url.hasParameter("ApplicationName")) {
			plan.leftOut(SessionGuard.APPLICATION_NAME, "ApplicationName is already given to the driver");
		}
		else if (name != null) {
			plan.driverProperty("ApplicationName", name)
				.applied(SessionGuard.APPLICATION_NAME, "application_name=" + name);
		}
	}

}
