package dev.mainstay.cache.read;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.dependency.StatementTables;
import dev.mainstay.cache.store.Answer;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.tracking.ChangeTracker;
import dev.mainstay.cache.value.ValueCopies;
import dev.mainstay.cache.version.TagVersions;

/**
 * Makes reads whose waiting for each other is seen, or wrong.
 */
public final class WatchedReads {

	private WatchedReads() {
	}

	/**
	 * Make reads.
	 * @param store the store
	 * @param versions the versions
	 * @param tracker the tracker
	 * @param tables the tables
	 * @param nanoTime the time
	 * @param waiting waits until something is so
	 * @param shareAll whether every load is shared with all who wait, as it must not be
	 * @return the reads
	 */
	public static CachedReads reads(QueryStore store, TagVersions versions, ChangeTracker tracker,
			StatementTables tables, LongSupplier nanoTime, Consumer<BooleanSupplier> waiting, boolean shareAll) {
		return new CachedReads(store, new ValueCopies(), versions, tracker, tables, PersistenceState.NONE, nanoTime,
				SharedAnswers.NONE, (begun, stamp) -> new WatchedFlight(begun, stamp, waiting, shareAll));
	}

	/**
	 * A load that is waited for as the test says.
	 */
	private static final class WatchedFlight extends Flight {

		private final Consumer<BooleanSupplier> waiting;

		private final boolean shareAll;

		private volatile boolean over;

		WatchedFlight(long begun, long stamp, Consumer<BooleanSupplier> waiting, boolean shareAll) {
			super(begun, stamp);
			this.waiting = waiting;
			this.shareAll = shareAll;
		}

		@Override
		boolean isYounger(long arrived, Answer brought) {
			return this.shareAll || super.isYounger(arrived, brought);
		}

		@Override
		void land() {
			this.over = true;
			super.land();
		}

		@Override
		@Nullable Answer await(Duration longest) throws InterruptedException {
			this.waiting.accept(() -> this.over);
			return super.await(longest);
		}

	}

}
