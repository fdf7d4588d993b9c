package dev.mainstay.cache.check;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import dev.mainstay.cache.dependency.ReadTables;
import dev.mainstay.cache.dependency.StatementTables;
import dev.mainstay.cache.dependency.WrittenTables;
import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.read.WatchedReads;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.TestSettings;
import dev.mainstay.cache.tracking.ChangeTracker;
import dev.mainstay.cache.version.InvalidationListener;
import dev.mainstay.cache.version.TagVersions;
import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.StatementExecution;
import dev.mainstay.datasource.StatementListener;
import dev.mainstay.datasource.TransactionHook;
import dev.mainstay.datasource.TransactionState;

/**
 * The parts of a cache, put together as in production, or with one flaw.
 */
final class CheckedCache {

	private final CachedReads reads;

	private final QueryStore store;

	private final Wire wire;

	CheckedCache(StatementTables tables, LongSupplier nanoTime, Consumer<BooleanSupplier> waiting, Flaw flaw) {
		TagVersions versions = new TagVersions(nanoTime);
		TagVersions asked = versions;
		StatementTables seen = tables;
		ChangeTracker tracker = new ChangeTracker(versions, tables, nanoTime);
		switch (flaw) {
			case NEVER_ASKS -> {
				asked = new TagVersions(nanoTime);
				versions.stamp();
			}
			case RAISES_KNOWN_TAGS_ONLY -> {
				asked = new TagVersions(nanoTime);
				KnownTags known = new KnownTags(tables, asked);
				versions.addListener(known);
				seen = known;
			}
			default -> {
			}
		}
		// As where a method whose answers are kept was found at the start.
		versions.use();
		// With a lease the clock is read in the middle of the question whether an answer
		// is
		// current.
		versions.leaseUntil(Long.MAX_VALUE / 2);
		asked.leaseUntil(Long.MAX_VALUE / 2);
		this.store = new QueryStore(TestSettings.DEFAULTS, () -> 0, Runnable::run);
		this.reads = WatchedReads.reads(this.store, asked, tracker, seen, nanoTime, waiting,
				flaw == Flaw.SHARES_EVERY_LOAD);
		this.wire = new Wire(tracker, flaw);
	}

	CachedReads reads() {
		return this.reads;
	}

	QueryStore store() {
		return this.store;
	}

	TransactionHook hook() {
		return this.wire;
	}

	StatementListener listener() {
		return this.wire;
	}

	/**
	 * What the tracker hears, or does not.
	 */
	private static final class Wire implements TransactionHook, StatementListener {

		private final ChangeTracker tracker;

		private final Flaw flaw;

		Wire(ChangeTracker tracker, Flaw flaw) {
			this.tracker = tracker;
			this.flaw = flaw;
		}

		@Override
		public void beginning(AdvisedConnection connection) {
			this.tracker.beginning(connection);
		}

		@Override
		public void committing(AdvisedConnection connection) throws SQLException {
			if (this.flaw == Flaw.RAISES_BEFORE_THE_COMMIT) {
				this.tracker.ended(connection, TransactionState.COMMITTED);
			}
			else if (this.flaw != Flaw.HOLDS_NOTHING) {
				this.tracker.committing(connection);
			}
		}

		@Override
		public void isolationChosen(AdvisedConnection connection) {
			this.tracker.isolationChosen(connection);
		}

		@Override
		public void lentOut(AdvisedConnection connection) {
			this.tracker.lentOut(connection);
		}

		@Override
		public void usedBehind(AdvisedConnection connection) {
			this.tracker.usedBehind(connection);
		}

		@Override
		public void ended(AdvisedConnection connection, TransactionState outcome) {
			if (this.flaw == Flaw.FORGETS_UNKNOWN_OUTCOMES && outcome == TransactionState.UNKNOWN) {
				this.tracker.ended(connection, TransactionState.ROLLED_BACK);
			}
			else if (this.flaw != Flaw.RAISES_BEFORE_THE_COMMIT || outcome == TransactionState.ROLLED_BACK) {
				this.tracker.ended(connection, outcome);
			}
			if (this.flaw == Flaw.DOES_NOT_SEE_OWN_WRITES && outcome != TransactionState.ROLLED_BACK) {
				this.tracker.usedBehind(connection);
			}
		}

		private boolean isDeaf(StatementExecution execution) {
			return switch (this.flaw) {
				case FORGETS_AUTOCOMMIT -> execution.connection().transaction() != TransactionState.ACTIVE
						&& String.valueOf(execution.sql()).startsWith("UPDATE");
				case DOES_NOT_SEE_OWN_WRITES -> execution.connection().transaction() == TransactionState.ACTIVE
						&& String.valueOf(execution.sql()).startsWith("UPDATE");
				case DOES_NOT_SEE_SENT_COMMITS -> "COMMIT".equals(execution.sql());
				default -> false;
			};
		}

		@Override
		public void started(StatementExecution execution) {
			if (!isDeaf(execution)) {
				this.tracker.started(execution);
			}
		}

		@Override
		public void answered(StatementExecution execution) {
			if (!isDeaf(execution)) {
				this.tracker.answered(execution);
			}
		}

	}

	/**
	 * Passes on changes of what somebody has asked for before.
	 */
	private static final class KnownTags implements StatementTables, InvalidationListener {

		private final StatementTables tables;

		private final TagVersions asked;

		private final Set<String> known = ConcurrentHashMap.newKeySet();

		KnownTags(StatementTables tables, TagVersions asked) {
			this.tables = tables;
			this.asked = asked;
		}

		@Override
		public ReadTables reads(String dataSource, DatabaseProduct product, String sql) {
			ReadTables read = this.tables.reads(dataSource, product, sql);
			this.known.addAll(read.tables());
			return read;
		}

		@Override
		public WrittenTables writes(String dataSource, DatabaseProduct product, String sql) {
			return this.tables.writes(dataSource, product, sql);
		}

		@Override
		public int defaultIsolation(String dataSource) {
			return this.tables.defaultIsolation(dataSource);
		}

		@Override
		public void invalidated(Set<String> tags) {
			this.asked.raise(tags.stream().filter(this.known::contains).toList());
		}

		@Override
		public void invalidatedAll() {
			this.asked.raiseAll();
		}

	}

}
