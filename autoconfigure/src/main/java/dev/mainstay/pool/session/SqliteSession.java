package dev.mainstay.pool.session;

import java.util.List;
import java.util.Set;

import dev.mainstay.datasource.JdbcUrl;

/**
 * Guards SQLite sessions by the one limit that SQLite has, the wait for the file's lock.
 */
final class SqliteSession {

	private final JdbcUrl url;

	private final SessionSettings settings;

	SqliteSession(JdbcUrl url, SessionSettings settings) {
		this.url = url;
		this.settings = settings;
	}

	void plan(Set<SessionGuard> wanted, SessionPlan.Builder plan) {
		for (SessionGuard guard : wanted) {
			if (guard != SessionGuard.LOCK_TIMEOUT) {
				plan.leftOut(guard, "SQLite has none");
			}
			else if (this.url.hasParameter("busy_timeout")) {
				plan.leftOut(guard, "the URL sets busy_timeout");
			}
			else {
				long millis = guard.limit(this.settings).toMillis();
				plan.statements(List.of("PRAGMA busy_timeout = " + millis))
					.applied(guard, "busy_timeout=" + millis + "ms");
			}
		}
	}

}
