package dev.mainstay.admission.holder;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.TransactionState;
import dev.mainstay.operation.ApplicationFrame;

/**
 * Tells of connections that are not given back, and takes them away where that is wanted.
 * Looks at all that are lent from time to time, so that nothing has to be done when one
 * is borrowed.
 */
public final class LeakWatch {

	private static final Logger logger = LoggerFactory.getLogger(LeakWatch.class);

	private final WatchedPools pools;

	private final ApplicationFrame frame;

	// Confined to the thread that looks.
	private final Map<AdvisedConnection, Leak> told = new IdentityHashMap<>();

	private final Map<String, LongAdder> found = new ConcurrentHashMap<>();

	private final Map<String, LongAdder> returned = new ConcurrentHashMap<>();

	private final Map<String, LongAdder> ended = new ConcurrentHashMap<>();

	/**
	 * Create a watch.
	 * @param pools the pools
	 * @param packages the packages of the application, to say what a thread is at
	 */
	public LeakWatch(WatchedPools pools, List<String> packages) {
		this.pools = pools;
		this.frame = new ApplicationFrame(packages);
	}

	/**
	 * Look at all connections once. Always called by the same thread.
	 */
	public void look() {
		this.told.entrySet().removeIf((one) -> isBack(one.getKey(), one.getValue()));
		for (WatchedPool pool : this.pools.all()) {
			long limit = pool.leakThreshold().toNanos();
			if (limit > 0) {
				long now = pool.nanoTime().getAsLong();
				pool.connections().forEach((connection) -> look(pool, connection, now, limit));
			}
		}
	}

	private boolean isBack(AdvisedConnection connection, Leak leak) {
		if (connection.isLent()) {
			return false;
		}
		if (connection.isCut()) {
			// Somebody ended its transaction, such as db.transaction.max-duration.
			increment(this.ended, leak.pool().name());
			return true;
		}
		logger.info("The connection of '{}' that was held by {} has come back after all", leak.pool().name(),
				leak.holder());
		increment(this.returned, leak.pool().name());
		return true;
	}

	private void look(WatchedPool pool, AdvisedConnection connection, long now, long limit) {
		Thread thread = connection.borrower();
		// A migration may take as long as it needs.
		if (thread == null || now - connection.lentAt() < limit || connection.isMigrating() || isWorking(connection)) {
			return;
		}
		Leak known = this.told.get(connection);
		if (known != null && known.isAnnounced()) {
			take(known, connection);
			return;
		}
		if (now - connection.idleSince() < limit || !connection.isLent()) {
			return;
		}
		Leak leak = (known != null) ? known : new Leak(pool, connection);
		if (known == null) {
			this.told.put(connection, leak);
			tell(leak, connection, thread, now);
		}
		if (pool.takesLeaks()) {
			leak.announce(now);
		}
	}

	private static boolean isWorking(AdvisedConnection connection) {
		return connection.running() != null || connection.transaction() == TransactionState.COMMIT_SENT
		// What is done with it there is not seen.
				|| connection.isLentOut();
	}

	private void tell(Leak leak, AdvisedConnection connection, Thread thread, long now) {
		logger.warn(
				"A connection of '{}' was not given back for {} and has done nothing for {}: it is held by {}, {}; "
						+ "its thread '{}' is at {}. If it is a leak, close it there; if not, set a longer "
						+ "db.pool.leak-threshold",
				leak.pool().name(), Leak.age(now - connection.lentAt()), Leak.age(now - connection.idleSince()),
				leak.holder(), connection.isInTransaction() ? "in a transaction" : "outside of a transaction",
				thread.getName(), this.frame.of(thread));
		increment(this.found, leak.pool().name());
	}

	private void take(Leak leak, AdvisedConnection connection) {
		if (leak.take()) {
			this.told.remove(connection);
			logger.warn("The connection of '{}' that is held by {} was taken away and can be replaced, as "
					+ "db.pool.leak-action=evict says", leak.pool().name(), leak.holder());
			increment(this.ended, leak.pool().name());
		}
	}

	private static void increment(Map<String, LongAdder> counters, String dataSource) {
		counters.computeIfAbsent(dataSource, (name) -> new LongAdder()).increment();
	}

	/**
	 * Return how many leaks were told of.
	 * @param dataSource the bean name of the data source
	 * @return the number since the start
	 */
	public long found(String dataSource) {
		LongAdder counter = this.found.get(dataSource);
		return (counter != null) ? counter.sum() : 0;
	}

	/**
	 * Return how many of these have come back after all.
	 * @param dataSource the bean name of the data source
	 * @return the number since the start
	 */
	public long returned(String dataSource) {
		LongAdder counter = this.returned.get(dataSource);
		return (counter != null) ? counter.sum() : 0;
	}

	/**
	 * Return how many of these were taken away.
	 * @param dataSource the bean name of the data source
	 * @return the number since the start
	 */
	public long ended(String dataSource) {
		LongAdder counter = this.ended.get(dataSource);
		return (counter != null) ? counter.sum() : 0;
	}

}
