package dev.mainstay.pool.health;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import dev.mainstay.pool.ManagedPool;

/**
 * One {@link DatabaseProbe} for each pool, made when it is first asked for. The threads
 * that carry the questions are started when needed, one per database at most, and end
 * after a few seconds without one.
 */
public final class DatabaseProbes implements AutoCloseable {

	private final ProbeSettings settings;

	private final Clock clock;

	private final LongSupplier nanoTime;

	private final ThreadPoolExecutor executor;

	private final Map<ManagedPool, DatabaseProbe> probes = new ConcurrentHashMap<>();

	/**
	 * Create the probes.
	 * @param settings how often and how patiently to ask
	 * @param clock tells the time of an answer
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 * @param threads makes the threads that ask
	 */
	public DatabaseProbes(ProbeSettings settings, Clock clock, LongSupplier nanoTime, ThreadFactory threads) {
		this.settings = settings;
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(),
				threads);
	}

	/**
	 * Return the probe of a pool.
	 * @param pool the pool
	 * @return its probe
	 */
	public DatabaseProbe of(ManagedPool pool) {
		this.probes.keySet().removeIf((other) -> other != pool && other.dataSource().isClosed());
		return this.probes.computeIfAbsent(pool,
				(key) -> new DatabaseProbe(key, this.settings, this.executor, this.clock, this.nanoTime));
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
