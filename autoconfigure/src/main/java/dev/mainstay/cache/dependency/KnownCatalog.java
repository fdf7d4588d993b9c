package dev.mainstay.cache.dependency;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.cache.row.RowStatement;
import dev.mainstay.cache.row.RowTable;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.SideConnections;
import dev.mainstay.sql.Fingerprint;
import dev.mainstay.sql.SqlDialect;

/**
 * What is known of the catalog of one data source, and what was found out by it.
 * Thread-safe; to ask what is known waits for nobody.
 */
final class KnownCatalog {

	private static final Logger logger = LoggerFactory.getLogger(KnownCatalog.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	// A statement that was never read before is looked at by a catalog of this age.
	private static final Duration FRESH = Duration.ofSeconds(5);

	// A database that does not answer is left alone for so long.
	private static final Duration QUIET = Duration.ofSeconds(5);

	private static final int MOST_TEMPORARY = 1000;

	private final String dataSource;

	private final CatalogReader reader;

	private final SqlDialect dialect;

	private final SideConnections connections;

	private final Executor executor;

	private final LongSupplier nanoTime;

	private final Runnable redefinition;

	private final ReentrantLock loading = new ReentrantLock();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	// Raised when definitions change: what was being loaded then is of no use.
	private final AtomicLong generation = new AtomicLong();

	private final Set<String> temporary = ConcurrentHashMap.newKeySet();

	private volatile boolean manyTemporary;

	private volatile boolean schemaChanged;

	private volatile @Nullable Snapshot snapshot;

	private volatile int isolation = -1;

	// What rows were last followed by. Guarded by the lock.
	private Map<String, RowTable> rowTables = Map.of();

	// Guarded by the lock.
	private boolean failed;

	private long failedAt;

	KnownCatalog(String dataSource, DatabaseProduct product, CatalogReader reader, SideConnections connections,
			Executor executor, LongSupplier nanoTime, Runnable redefinition) {
		this.dataSource = dataSource;
		this.reader = reader;
		this.dialect = SqlDialect.of(product);
		this.connections = connections;
		this.executor = executor;
		this.nanoTime = nanoTime;
		this.redefinition = redefinition;
	}

	// What is known now, or null.
	@Nullable Snapshot snapshot() {
		return this.snapshot;
	}

	int isolation() {
		return this.isolation;
	}

	// What is known, after asking the database if that was not done for a while and the
	// statement is a new one.
	@Nullable Snapshot snapshotFor(Fingerprint fingerprint) {
		Snapshot known = this.snapshot;
		if (known != null && (known.seen.contains(fingerprint) || isFresh(known))) {
			return known;
		}
		return load((current) -> current != known && current != null && isFresh(current));
	}

	// What the database says now.
	@Nullable Snapshot loadedFromNow() {
		long since = this.nanoTime.getAsLong();
		return load((current) -> current != null && current.loadedAt - since > 0);
	}

	void loadInBackground() {
		if (this.scheduled.compareAndSet(false, true)) {
			try {
				this.executor.execute(() -> {
					this.scheduled.set(false);
					load((current) -> current != null && isFresh(current));
				});
			}
			catch (RejectedExecutionException ex) {
				this.scheduled.set(false);
			}
		}
	}

	void refresh() {
		load((current) -> false);
	}

	// Definitions are being changed.
	void schemaChanges() {
		this.schemaChanged = true;
		forget();
	}

	// Definitions that were being changed are visible from now on.
	void transactionEnded() {
		if (this.schemaChanged) {
			this.schemaChanged = false;
			forget();
		}
	}

	private void forget() {
		this.generation.incrementAndGet();
		this.snapshot = null;
	}

	void addTemporary(String name) {
		if (this.temporary.size() >= MOST_TEMPORARY) {
			this.manyTemporary = true;
		}
		else {
			this.temporary.add(name);
		}
	}

	boolean isTemporary(String name) {
		return this.manyTemporary || this.temporary.contains(name);
	}

	private boolean isFresh(Snapshot known) {
		return this.nanoTime.getAsLong() - known.loadedAt < FRESH.toNanos();
	}

	/*
	 * One at a time. Whoever has waited may find what he wants.
	 */
	private @Nullable Snapshot load(Sufficiency sufficiency) {
		this.loading.lock();
		try {
			Snapshot current = this.snapshot;
			if (sufficiency.isMetBy(current)) {
				return current;
			}
			if (this.failed && this.nanoTime.getAsLong() - this.failedAt < QUIET.toNanos()) {
				return null;
			}
			return connectAndLoad(current);
		}
		finally {
			this.loading.unlock();
		}
	}

	private @Nullable Snapshot connectAndLoad(@Nullable Snapshot current) {
		long expected = this.generation.get();
		long now = this.nanoTime.getAsLong();
		try {
			Catalog catalog = read();
			this.failed = false;
			this.isolation = catalog.isolation();
			boolean same = current != null && current.catalog.equals(catalog);
			Snapshot loaded = (same && current != null) ? new Snapshot(current, now) : new Snapshot(catalog, now);
			if (this.generation.get() != expected) {
				return null;
			}
			this.snapshot = loaded;
			// After that, so that whoever reads from then on knows what is new.
			if (!same && isRedefined(catalog)) {
				this.redefinition.run();
			}
			// Definitions that changed in the meantime found nothing to forget.
			if (this.generation.get() != expected) {
				this.snapshot = null;
				return null;
			}
			return loaded;
		}
		catch (SQLException | RuntimeException ex) {
			this.failed = true;
			this.failedAt = this.nanoTime.getAsLong();
			// Its text may hold an address.
			logger.debug("The catalog of data source '{}' cannot be read: {}", this.dataSource,
					ex.getClass().getName());
			return null;
		}
	}

	private Catalog read() throws SQLException {
		Connection connection = this.connections.open(this.dataSource, TIMEOUT);
		try {
			return this.reader.read(connection, this.dialect);
		}
		finally {
			close(connection);
		}
	}

	// What was read before that is no worse for it.
	private void close(Connection connection) {
		try {
			connection.close();
		}
		catch (SQLException ex) {
			logger.debug("The connection that the catalog of data source '{}' was read through did not close: {}",
					this.dataSource, ex.getClass().getName());
		}
	}

	// Also by others, or where the catalog was read while definitions were changed here.
	private boolean isRedefined(Catalog catalog) {
		Map<String, RowTable> tables = new HashMap<>();
		boolean redefined = false;
		for (Relation relation : catalog.relations().values()) {
			RowTable before = this.rowTables.get(relation.name());
			RowTable rows = (relation.rows() != null) ? relation.rows() : before;
			if (rows != null) {
				tables.put(relation.name(), rows);
				redefined |= before != null && !before.equals(rows);
			}
		}
		this.rowTables = tables;
		return redefined;
	}

	/**
	 * Tells whether a load can be spared.
	 */
	@FunctionalInterface
	private interface Sufficiency {

		boolean isMetBy(@Nullable Snapshot current);

	}

	/**
	 * A catalog, when it was read, and what was found out by it.
	 */
	static final class Snapshot {

		private static final int MOST_REMEMBERED = 5000;

		private static final int MOST_TEXTS = 1000;

		private final Catalog catalog;

		// Before the database was asked.
		private final long loadedAt;

		private final Map<Fingerprint, WrittenTables> written;

		// By text, where the same fingerprint may hide another one.
		private final Map<String, WrittenTables> writtenByText;

		private final Set<Fingerprint> seen;

		// By text, as it matters which values are parameters.
		private final Map<String, Optional<RowStatement>> rows;

		private Snapshot(Catalog catalog, long loadedAt) {
			this.catalog = catalog;
			this.loadedAt = loadedAt;
			this.written = new ConcurrentHashMap<>();
			this.writtenByText = new ConcurrentHashMap<>();
			this.seen = ConcurrentHashMap.newKeySet();
			this.rows = new ConcurrentHashMap<>();
		}

		private Snapshot(Snapshot same, long loadedAt) {
			this.catalog = same.catalog;
			this.loadedAt = loadedAt;
			this.written = same.written;
			this.writtenByText = same.writtenByText;
			this.seen = same.seen;
			this.rows = same.rows;
		}

		Catalog catalog() {
			return this.catalog;
		}

		@Nullable WrittenTables written(Fingerprint fingerprint) {
			return this.written.get(fingerprint);
		}

		void remember(Fingerprint fingerprint, WrittenTables tables) {
			if (this.written.size() >= MOST_REMEMBERED) {
				this.written.clear();
			}
			this.written.put(fingerprint, tables);
		}

		@Nullable WrittenTables written(String sql) {
			return this.writtenByText.get(sql);
		}

		void remember(String sql, WrittenTables tables) {
			if (this.writtenByText.size() >= MOST_TEXTS) {
				this.writtenByText.clear();
			}
			this.writtenByText.put(sql, tables);
		}

		@Nullable RowStatement rows(String sql, Supplier<@Nullable RowStatement> look) {
			Optional<RowStatement> known = this.rows.get(sql);
			if (known == null) {
				known = Optional.ofNullable(look.get());
				if (this.rows.size() >= MOST_TEXTS) {
					this.rows.clear();
				}
				this.rows.put(sql, known);
			}
			return known.orElse(null);
		}

		boolean isSeen(Fingerprint fingerprint) {
			return this.seen.contains(fingerprint);
		}

		void seen(Fingerprint fingerprint) {
			if (this.seen.size() >= MOST_REMEMBERED) {
				this.seen.clear();
			}
			this.seen.add(fingerprint);
		}

	}

}
