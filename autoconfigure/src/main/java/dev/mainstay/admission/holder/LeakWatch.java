package dev.mainstay.admission.holder;

import java.time.Duration;
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
 * Tells of connections that are not given back. Looks at all that are lent from time to
 * time, so that nothing has to be done when one is borrowed.
 */
public final class LeakWatch {

	private static final Logger logger = LoggerFactory.getLogger(LeakWatch.class);

	private final WatchedPools pools;

	private final ApplicationFrame frame;

	// Confined to the thread that looks.
	private final Map<AdvisedConnection, WatchedPool> told = new IdentityHashMap<>();

	private final Map<String, LongAdder> found = new ConcurrentHashMap<>();

	private final Map<String, LongAdder> returned = new ConcurrentHashMap<>();

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

	private boolean isBack(AdvisedConnection connection, WatchedPool pool) {
		if (connection.isLent()) {
			return false;
		}
		increment(this.returned, pool.name());
		logger.info("The connection of '{}' that was held by {} has come back after all", pool.name(),
				holder(connection));
		return true;
	}

	private void look(WatchedPool pool, AdvisedConnection connection, long now, long limit) {
		Thread thread = connection.borrower();
		// A migration may take as long as it needs.
		if (thread == null || now - connection.lentAt() < limit || this.told.containsKey(connection)
				|| connection.isMigrating()) {
			return;
		}
		boolean working = connection.running() != null || connection.transaction() == TransactionState.COMMIT_SENT
		// What is done with it there is not seen.
				|| connection.isLentOut();
		if (working || now - connection.idleSince() < limit || !connection.isLent()) {
			return;
		}
		this.told.put(connection, pool);
		increment(this.found, pool.name());
		logger.warn(
				"A connection of '{}' was not given back for {} and has done nothing for {}: it is held by {}, {}; "
						+ "its thread '{}' is at {}. If it is a leak, close it there; if not, set a longer "
						+ "db.pool.leak-threshold",
				pool.name(), age(now - connection.lentAt()), age(now - connection.idleSince()), holder(connection),
				connection.isInTransaction() ? "in a transaction" : "outside of a transaction", thread.getName(),
				this.frame.of(thread));
	}

	private static String holder(AdvisedConnection connection) {
		String name = connection.workName();
		return (name != null) ? "'" + name + "'" : "somebody";
	}

	private static String age(long nanos) {
		return ReportText.text(Duration.ofNanos(nanos));
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

}
