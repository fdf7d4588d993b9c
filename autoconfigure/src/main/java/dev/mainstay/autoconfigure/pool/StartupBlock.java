package dev.mainstay.autoconfigure.pool;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.mainstay.datasource.JdbcUrl;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.PoolSetting;
import dev.mainstay.pool.ServerVersion;
import dev.mainstay.pool.session.SessionGuard;

/**
 * The lines that say what was set, to what, from where, and what was left alone.
 */
record StartupBlock(List<ManagedPool> pools, Collection<String> unmanaged) {

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("Mainstay looks after ").append(this.pools.size())
			.append((this.pools.size() == 1) ? " data source" : " data sources");
		this.pools.forEach((pool) -> append(text, pool));
		if (!this.unmanaged.isEmpty()) {
			line(text, "  not looked after (no HikariCP pool, or switched off): ", String.join(", ", this.unmanaged));
		}
		line(text, "  ", "More under /actuator/database where it is exposed; db.enabled=false switches all of it off.");
		return text.toString();
	}

	private static void append(StringBuilder text, ManagedPool pool) {
		text.append("\n  ").append(pool.name()).append(": ").append(server(pool));
		line(text, "    set:        ", settings(pool, PoolSetting.Outcome.SET));
		line(text, "    guarded:    ", guards(pool.sessionPlan().applied(), " (", ")"));
		line(text, "    left alone: ", settings(pool, PoolSetting.Outcome.LEFT_ALONE));
		line(text, "    left out:   ", settings(pool, PoolSetting.Outcome.LEFT_OUT));
		line(text, "    no guard:   ", guards(pool.sessionPlan().leftOut(), " (", ")"));
	}

	private static String server(ManagedPool pool) {
		JdbcUrl url = pool.url();
		ServerVersion version = pool.version();
		String server = (version != null) ? version.toString()
				: url.product().displayName() + " (not connected yet, so its version is not known)";
		String place = (url.host() != null) ? " at " + url.host() + ((url.port() != null) ? ":" + url.port() : "") : "";
		return server + place + ((url.database() != null) ? ", database " + url.database() : "");
	}

	private static String settings(ManagedPool pool, PoolSetting.Outcome outcome) {
		return pool.settings()
			.stream()
			.filter((setting) -> setting.outcome() == outcome)
			.map(StartupBlock::text)
			.collect(Collectors.joining(", "));
	}

	private static String text(PoolSetting setting) {
		return setting.name() + "=" + setting.value() + " (" + setting.reason() + ")";
	}

	private static String guards(Map<SessionGuard, String> guards, String before, String after) {
		return guards.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.map((entry) -> entry.getKey().property() + before + entry.getValue() + after)
			.collect(Collectors.joining(", "));
	}

	private static void line(StringBuilder text, String title, String content) {
		if (!content.isEmpty()) {
			text.append("\n").append(title).append(content);
		}
	}

}
