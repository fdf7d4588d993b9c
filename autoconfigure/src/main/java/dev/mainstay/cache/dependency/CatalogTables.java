package dev.mainstay.cache.dependency;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.dependency.KnownCatalog.Snapshot;
import dev.mainstay.cache.row.RowChange;
import dev.mainstay.cache.row.RowStatement;
import dev.mainstay.cache.row.RowStatements;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.SideConnections;
import dev.mainstay.sql.Fingerprint;
import dev.mainstay.sql.Fingerprints;
import dev.mainstay.sql.SingleRead;
import dev.mainstay.sql.SqlDialect;
import dev.mainstay.sql.StatementKind;
import dev.mainstay.sql.StatementWord;

/**
 * Tells the tables of statements by their words and the catalogs of the databases. A word
 * that is the name of a table counts as that table, whatever it stands for. Foreign
 * tables count as tables: what others write to them on their own server is not seen, as
 * it is not seen what other applications write. Thread-safe.
 */
public final class CatalogTables implements StatementTables {

	// A longer one is not remembered, and its rows are not followed.
	private static final int LONGEST_TEXT = 2000;

	private final SideConnections connections;

	private final Executor executor;

	private final LongSupplier nanoTime;

	private final SideEffects sideEffects;

	private volatile Runnable redefinition = () -> {
	};

	private final Map<DatabaseProduct, Fingerprints> fingerprints = new EnumMap<>(DatabaseProduct.class);

	private final Map<String, KnownCatalog> catalogs = new ConcurrentHashMap<>();

	/**
	 * Create an instance that knows no catalog yet.
	 * @param connections the way to the catalogs
	 * @param executor runs what must not hold up a statement: loading a catalog
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 * @param sideEffects what tables, functions and procedures change besides what is in
	 * the statement, by their names
	 */
	public CatalogTables(SideConnections connections, Executor executor, LongSupplier nanoTime,
			Map<String, Set<String>> sideEffects) {
		this.connections = connections;
		this.executor = executor;
		this.nanoTime = nanoTime;
		this.sideEffects = new SideEffects(sideEffects);
		for (DatabaseProduct product : DatabaseProduct.values()) {
			this.fingerprints.put(product, new Fingerprints(SqlDialect.of(product)));
		}
	}

	/**
	 * Say what to do when a table is found to have another key, or columns of other
	 * types: what was said of its rows before does not match what is said from then on.
	 * @param action what to do; must be quick
	 */
	public void onRedefinition(Runnable action) {
		this.redefinition = action;
	}

	@Override
	public ReadTables reads(String dataSource, DatabaseProduct product, String sql) {
		KnownCatalog known = catalog(dataSource, product);
		if (known == null) {
			return ReadTables
				.refused("The catalog of " + product.displayName() + " is not read, so its tables are not known.");
		}
		Fingerprint fingerprint = fingerprint(product, sql);
		if (fingerprint.kind() != StatementKind.SELECT) {
			return ReadTables.refused("The statement is not a query.");
		}
		if (fingerprint.locks()) {
			return ReadTables.refused("The statement locks the rows that it reads.");
		}
		SqlDialect dialect = SqlDialect.of(product);
		if (!SingleRead.isRead(sql, dialect) || StatementText.isAmbiguous(sql, dialect)) {
			return ReadTables.refused("The statement may do more than read, or is not understood.");
		}
		Snapshot snapshot = known.snapshotFor(fingerprint);
		if (snapshot == null) {
			return notKnown(dataSource);
		}
		ReadAnalysis analysis = analysis(sql, dialect, snapshot, known);
		if (analysis.hasUnknown() && !snapshot.isSeen(fingerprint)) {
			snapshot = known.loadedFromNow();
			if (snapshot == null) {
				return notKnown(dataSource);
			}
			analysis = analysis(sql, dialect, snapshot, known);
		}
		snapshot.seen(fingerprint);
		String refusal = snapshot.catalog().refusal();
		return (refusal != null) ? ReadTables.refused("Nothing is kept, as " + refusal + ".") : analysis.reads();
	}

	private static ReadTables notKnown(String dataSource) {
		return ReadTables.refused("The catalog of data source '" + dataSource + "' cannot be read at the moment.");
	}

	private ReadAnalysis analysis(String sql, SqlDialect dialect, Snapshot snapshot, KnownCatalog known) {
		return new ReadAnalysis(sql, dialect, snapshot.catalog(), this.sideEffects, known::isTemporary);
	}

	@Override
	public WrittenTables writes(String dataSource, DatabaseProduct product, String sql) {
		Fingerprint fingerprint = fingerprint(product, sql);
		KnownCatalog known = catalog(dataSource, product);
		Snapshot snapshot = (known != null) ? known.snapshot() : null;
		if (snapshot == null) {
			if (known != null) {
				known.loadInBackground();
			}
			return new WriteDecision(sql, product, null, this.sideEffects, known).tables();
		}
		// The same fingerprint may hide another text if quotes are read in another way.
		boolean plain = sql.indexOf('\\') == -1;
		WrittenTables remembered = plain ? snapshot.written(fingerprint) : snapshot.written(sql);
		if (remembered != null) {
			return remembered;
		}
		WriteDecision decision = new WriteDecision(sql, product, snapshot.catalog(), this.sideEffects, known);
		WrittenTables tables = decision.tables();
		if (!decision.isSchemaChange()) {
			if (plain) {
				snapshot.remember(fingerprint, tables);
			}
			else if (sql.length() <= LONGEST_TEXT) {
				snapshot.remember(sql, tables);
			}
		}
		return tables;
	}

	@Override
	public @Nullable RowStatement rows(String dataSource, DatabaseProduct product, String sql) {
		// A text with values written into it is not seen twice, and tells no row.
		boolean bound = sql.length() <= LONGEST_TEXT && sql.indexOf('?') != -1;
		KnownCatalog known = bound ? catalog(dataSource, product) : null;
		Snapshot snapshot = (known != null) ? known.snapshot() : null;
		return (snapshot != null) ? snapshot.rows(sql, () -> rows(snapshot.catalog(), product, sql)) : null;
	}

	private @Nullable RowStatement rows(Catalog catalog, DatabaseProduct product, String sql) {
		SqlDialect dialect = SqlDialect.of(product);
		if (StatementText.isAmbiguous(sql, dialect)) {
			return null;
		}
		RowStatement statement = RowStatements.of(StatementWord.of(sql, dialect), catalog::rows);
		Relation relation = (statement != null) ? catalog.relation(statement.table()) : null;
		if (relation == null || !Set.of().equals(this.sideEffects.of(relation))) {
			return null;
		}
		boolean several = statement instanceof RowChange change && change.isDelete()
				&& mayTakeOthersAlong(relation, catalog);
		return several ? null : statement;
	}

	// A row that is removed may take others of its own table along, by foreign keys or by
	// the triggers of tables that these change.
	private boolean mayTakeOthersAlong(Relation relation, Catalog catalog) {
		for (String name : catalog.changedWith(relation.cascades())) {
			Relation changed = catalog.relation(name);
			if (name.equals(relation.name()) || changed != null && !Set.of().equals(this.sideEffects.of(changed))) {
				return true;
			}
		}
		return false;
	}

	private Fingerprint fingerprint(DatabaseProduct product, String sql) {
		Fingerprints all = this.fingerprints.get(product);
		return (all != null) ? all.of(sql) : Fingerprint.of(sql, SqlDialect.of(product));
	}

	@Override
	public int defaultIsolation(String dataSource) {
		KnownCatalog known = this.catalogs.get(dataSource);
		return (known != null) ? known.isolation() : -1;
	}

	/**
	 * Ask all databases that were asked before for their catalogs, to hear of changes
	 * that others made. Never fails; takes as long as the databases do.
	 */
	public void refresh() {
		this.catalogs.values().forEach(KnownCatalog::refresh);
	}

	/**
	 * Hear that a transaction has ended, committed or not. What it did to definitions, if
	 * it did, is looked at anew.
	 * @param dataSource the bean name of the data source
	 */
	public void transactionEnded(String dataSource) {
		KnownCatalog known = this.catalogs.get(dataSource);
		if (known != null) {
			known.transactionEnded();
		}
	}

	private @Nullable KnownCatalog catalog(String dataSource, DatabaseProduct product) {
		KnownCatalog known = this.catalogs.get(dataSource);
		if (known != null) {
			return known;
		}
		CatalogReader reader = CatalogReader.of(product);
		return (reader != null) ? this.catalogs.computeIfAbsent(dataSource, (name) -> new KnownCatalog(name, product,
				reader, this.connections, this.executor, this.nanoTime, () -> this.redefinition.run())) : null;
	}

}
