package dev.mainstay.observe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.mainstay.sql.Fingerprint;
import dev.mainstay.sql.SqlDialect;
import dev.mainstay.sql.TableReferences;

/**
 * The tables of statements, found out once for each fingerprint when somebody wants to
 * know. Bounded; thread-safe.
 */
final class StatementTables {

	private static final int MOST = 2000;

	private final SqlDialect dialect;

	private final Map<Fingerprint, TableReferences> known = new ConcurrentHashMap<>();

	StatementTables(SqlDialect dialect) {
		this.dialect = dialect;
	}

	TableReferences of(Fingerprint fingerprint) {
		TableReferences tables = this.known.get(fingerprint);
		if (tables == null) {
			tables = TableReferences.of(fingerprint.text(), this.dialect);
			if (this.known.size() >= MOST) {
				this.known.clear();
			}
			this.known.put(fingerprint, tables);
		}
		return tables;
	}

}
