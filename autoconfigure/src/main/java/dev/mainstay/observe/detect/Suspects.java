package dev.mainstay.observe.detect;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.mainstay.sql.Fingerprint;
import dev.mainstay.sql.SqlDialect;

/**
 * The statements that were repeated with other values in some unit of work. Thread-safe,
 * and begins anew when there are many.
 */
final class Suspects {

	private static final int MOST = 1000;

	private final Map<Fingerprint, Suspect> all = new ConcurrentHashMap<>();

	Suspect get(Fingerprint fingerprint, String sql, SqlDialect dialect) {
		Suspect known = this.all.get(fingerprint);
		if (known != null) {
			return known;
		}
		if (this.all.size() >= MOST) {
			this.all.clear();
		}
		return this.all.computeIfAbsent(fingerprint, (key) -> new Suspect(StatementShape.of(sql, dialect)));
	}

}
