package dev.mainstay.pool.session;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import dev.mainstay.datasource.JdbcUrl;

/**
 * Plans the guards of sessions, each database in its own way. Nothing is run per borrowed
 * connection: the limits live in the session and are set once, when it begins.
 */
public final class SessionGuards {

	private SessionGuards() {
	}

	/**
	 * Plan the guards of one data source.
	 * @param url where the data source connects to, with all that its driver is given;
	 * parameters set there win
	 * @param settings what the sessions may do
	 * @return the plan
	 */
	public static SessionPlan plan(JdbcUrl url, SessionSettings settings) {
		SessionPlan.Builder plan = new SessionPlan.Builder();
		Set<SessionGuard> wanted = wanted(settings);
		switch (url.product()) {
			case POSTGRESQL -> new PostgresSession(url, settings).plan(wanted, plan);
			case MYSQL -> new MysqlSession(url, settings).plan(wanted, plan);
			case H2 -> new H2Session(url, settings).plan(wanted, plan);
			case SQLITE -> new SqliteSession(url, settings).plan(wanted, plan);
			default -> wanted.forEach((guard) -> plan.leftOut(guard, "not known for " + url.product().displayName()));
		}
		return plan.build();
	}

	private static Set<SessionGuard> wanted(SessionSettings settings) {
		Set<SessionGuard> wanted = EnumSet.noneOf(SessionGuard.class);
		for (SessionGuard guard : SessionGuard.values()) {
			if (!guard.limit(settings).isZero()) {
				wanted.add(guard);
			}
		}
		if (settings.applicationName() != null) {
			wanted.add(SessionGuard.APPLICATION_NAME);
		}
		if (!settings.jit()) {
			wanted.add(SessionGuard.JIT);
		}
		return wanted;
	}

	/**
	 * Round up to whole seconds, for databases that know no smaller unit: half a second
	 * must not become zero, which means no limit at all.
	 * @param limit the limit
	 * @return the limit in seconds, at least 1
	 */
	static long wholeSeconds(Duration limit) {
		return Math.max(1, limit.plusMillis(999).toSeconds());
	}

}
