package dev.mainstay.pool.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.mainstay.datasource.JdbcUrl;

/**
 * Guards H2 sessions by the two limits that H2 has.
 */
final class H2Session {

	private final JdbcUrl url;

	private final SessionSettings settings;

	H2Session(JdbcUrl url, SessionSettings settings) {
		this.url = url;
		this.settings = settings;
	}

	void plan(Set<SessionGuard> wanted, SessionPlan.Builder plan) {
		List<String> statements = new ArrayList<>();
		List<String> lifting = new ArrayList<>();
		for (SessionGuard guard : wanted) {
			String setting = switch (guard) {
				case STATEMENT_TIMEOUT -> "QUERY_TIMEOUT";
				case LOCK_TIMEOUT -> "LOCK_TIMEOUT";
				default -> "";
			};
			if (setting.isEmpty()) {
				plan.leftOut(guard, "H2 has none");
			}
			else if (this.url.hasParameter(setting)) {
				plan.leftOut(guard, "the URL sets " + setting);
			}
			else {
				long millis = guard.limit(this.settings).toMillis();
				statements.add("SET " + setting + " " + millis);
				lifting.add("SET " + setting + " " + ((guard == SessionGuard.LOCK_TIMEOUT) ? Integer.MAX_VALUE : 0));
				plan.applied(guard, setting + "=" + millis + "ms");
			}
		}
		plan.statements(statements).lifting(lifting);
	}

}
