package dev.mainstay.cache.read;

import java.sql.Connection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.dependency.ReadTables;
import dev.mainstay.cache.dependency.StatementTables;
import dev.mainstay.cache.dependency.WrittenTables;
import dev.mainstay.cache.invalidation.Invalidations;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.TestSettings;
import dev.mainstay.cache.tracking.ChangeTracker;
import dev.mainstay.cache.value.ValueCopies;
import dev.mainstay.cache.version.TagVersions;
import dev.mainstay.datasource.DatabaseProduct;

/**
 * A cache without a database: what is read through it depends on the tags that the reader
 * names, and takes as long as it says.
 */
public final class SimulatedCache {

	private static final long MILLI = 1_000_000;

	private final AtomicLong nanos = new AtomicLong();

	private final TagVersions versions = new TagVersions(this.nanos::get);

	private final QueryStore store;

	private final Invalidations invalidations;

	private final CachedReads reads;

	public SimulatedCache() {
		this.store = new QueryStore(TestSettings.DEFAULTS, this.nanos::get, Runnable::run);
		this.invalidations = new Invalidations(this.store, this.versions);
		StatementTables tables = new NoTables();
		this.reads = new CachedReads(this.store, new ValueCopies(), this.versions,
				new ChangeTracker(this.versions, tables, this.nanos::get), tables, PersistenceState.NONE,
				this.nanos::get);
	}

	public AtomicLong nanos() {
		return this.nanos;
	}

	public TagVersions versions() {
		return this.versions;
	}

	public QueryStore store() {
		return this.store;
	}

	public CachedReads reads() {
		return this.reads;
	}

	public Invalidations invalidations() {
		return this.invalidations;
	}

	/**
	 * Ask for something; reading it takes a number of milliseconds.
	 * @param method who asks
	 * @param argument for what
	 * @param tag what the answer depends on
	 * @param millis how long it takes to read
	 * @return whether it was read, because the cache did not have it
	 */
	public boolean read(String method, Object argument, String tag, long millis) {
		return read(method, argument, tag, millis, null);
	}

	/**
	 * Ask for something that depends on another answer.
	 * @param method who asks
	 * @param argument for what
	 * @param tag what the answer depends on
	 * @param millis how long it takes to read
	 * @param inside what is done while it is read
	 * @return whether it was read, because the cache did not have it
	 */
	public boolean read(String method, Object argument, String tag, long millis, @Nullable Runnable inside) {
		AtomicInteger loads = new AtomicInteger();
		try {
			this.reads.read(method + " " + argument, this.store.shape(method), new ReadOptions(Set.of(tag), null, null),
					() -> {
						loads.incrementAndGet();
						this.nanos.addAndGet(millis * MILLI);
						if (inside != null) {
							inside.run();
						}
						return "answer";
					});
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
		return loads.get() != 0;
	}

	/**
	 * Statements that touch nothing.
	 */
	private static final class NoTables implements StatementTables {

		@Override
		public ReadTables reads(String dataSource, DatabaseProduct product, String sql) {
			return new ReadTables(Set.of(), null, false);
		}

		@Override
		public WrittenTables writes(String dataSource, DatabaseProduct product, String sql) {
			return WrittenTables.NOTHING;
		}

		@Override
		public int defaultIsolation(String dataSource) {
			return Connection.TRANSACTION_READ_COMMITTED;
		}

	}

}
