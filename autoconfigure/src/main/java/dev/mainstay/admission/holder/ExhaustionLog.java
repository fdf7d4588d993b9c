package dev.mainstay.admission.holder;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.admission.PoolOverloadedException;
import dev.mainstay.admission.Refusal;
import dev.mainstay.admission.RefusalListener;

/**
 * Logs who has the connections when a caller gets none: once for each interval and data
 * source, or segment of one that has its maximum, on the thread of the caller, as it is
 * the state of that moment that counts. Thread-safe.
 */
public final class ExhaustionLog implements RefusalListener {

	private static final Logger logger = LoggerFactory.getLogger(ExhaustionLog.class);

	private final WatchedPools pools;

	private final HolderReports reports;

	private final HolderSettings settings;

	private final LongSupplier nanoTime;

	private final Map<Place, Throttle> throttles = new ConcurrentHashMap<>();

	/**
	 * Create the log.
	 * @param pools the pools
	 * @param reports makes the reports
	 * @param settings how often to report
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	public ExhaustionLog(WatchedPools pools, HolderReports reports, HolderSettings settings, LongSupplier nanoTime) {
		this.pools = pools;
		this.reports = reports;
		this.settings = settings;
		this.nanoTime = nanoTime;
	}

	@Override
	public void refused(String dataSource, PoolOverloadedException error) {
		String cause = "%s after %s".formatted(error.reason().id(), ReportText.text(error.waited()));
		refused(dataSource, cause, error.reason(), error.isSegmentFull() ? error.segment() : null, false);
	}

	/**
	 * The pool itself had no connection for a caller in time. Called on its thread.
	 * @param dataSource the bean name of the data source
	 * @param error what the pool says; what went wrong when it tried to connect is its
	 * cause or the next exception
	 */
	public void timedOut(String dataSource, SQLException error) {
		boolean connectFailed = error.getCause() != null || error.getNextException() != null;
		refused(dataSource, connectFailed ? "the pool could not connect" : "timeout of the pool", null, null,
				connectFailed);
	}

	private void refused(String dataSource, String cause, @Nullable Refusal reason, @Nullable String segment,
			boolean connectFailed) {
		Duration interval = this.settings.reportInterval();
		WatchedPool pool = this.pools.find(dataSource);
		if (interval.isZero() || pool == null) {
			return;
		}
		long now = this.nanoTime.getAsLong();
		Throttle throttle = this.throttles.computeIfAbsent(new Place(dataSource, segment),
				(place) -> new Throttle(now));
		throttle.refused(now);
		if (reason == null || reason == Refusal.POOL_LOCK || reason == Refusal.TIMEOUT) {
			throttle.noteHolder(Thread.currentThread(), pool, now);
		}
		if (throttle.admits(now, interval)) {
			HolderReport report = this.reports.refused(pool,
					new Shortage(reason, segment, connectFailed, throttle.refusedHolders(now)));
			logger.warn("{}", ReportText.of(report, cause, throttle.callers.getAndSet(0)));
		}
	}

	/**
	 * Where there are no connections.
	 *
	 * @param dataSource the bean name of the data source
	 * @param segment the segment that has its maximum, or {@code null} for all of it
	 */
	private record Place(String dataSource, @Nullable String segment) {

	}

	/**
	 * Admits one in an interval, however many there are at the same time.
	 */
	private static final class Throttle {

		private static final long JUST_NOW = Duration.ofSeconds(1).toNanos();

		private static final int MOST_HOLDERS = 1000;

		private final AtomicLong callers = new AtomicLong();

		private final AtomicLong next;

		// Threads that have connections and were refused one more, and when. Several are
		// refused at the same time, and only one of them reports.
		private final Map<Thread, Long> holders = new ConcurrentHashMap<>();

		Throttle(long now) {
			this.next = new AtomicLong(now);
		}

		void refused(long now) {
			this.callers.incrementAndGet();
			if (!this.holders.isEmpty()) {
				this.holders.values().removeIf((time) -> now - time > JUST_NOW);
			}
		}

		void noteHolder(Thread thread, WatchedPool pool, long now) {
			if (this.holders.size() >= MOST_HOLDERS) {
				this.holders.clear();
			}
			pool.connections().forEach((connection) -> {
				if (connection.borrower() == thread) {
					this.holders.put(thread, now);
				}
			});
		}

		// Grows while the report is made.
		Set<Thread> refusedHolders(long now) {
			this.holders.values().removeIf((time) -> now - time > JUST_NOW);
			return this.holders.keySet();
		}

		boolean admits(long now, Duration interval) {
			long earliest = this.next.get();
			return now - earliest >= 0 && this.next.compareAndSet(earliest, now + interval.toNanos());
		}

	}

}
