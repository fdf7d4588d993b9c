package dev.mainstay.transaction.watchdog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.DurationText;
import dev.mainstay.operation.ApplicationFrame;
import dev.mainstay.transaction.statistics.OpenTransaction;
import dev.mainstay.transaction.statistics.TransactionStatistics;

/*
 * How a transaction is ended without hitting another one.
 *
 * A connection is lent again and again, and what is sent to cancel or cut may arrive late.
 * So the transaction is claimed first, by a compare-and-set that its own thread takes part
 * in before it commits and after it is over. If its thread was first, the transaction is
 * left alone: it is over, or its commit is under way, and cutting that would only leave
 * open what became of it. If the claim was first, the thread finds its commit refused and
 * its connection marked, so that the connection leaves the pool whatever happens to it
 * from then on. Nobody else ever gets it, and what arrives late meets nobody.
 */

/**
 * Warns about transactions that take long and ends those that take too long. Looks at all
 * of them from time to time instead of setting a timer for each.
 */
public final class TransactionWatchdog {

	private static final Logger logger = LoggerFactory.getLogger(TransactionWatchdog.class);

	private final TransactionStatistics statistics;

	private final WatchdogSettings settings;

	private final LongSupplier nanoTime;

	private final Executor executor;

	private final ApplicationFrame frame;

	// Confined to the thread that looks.
	private Map<OpenTransaction, Watch> watches = new IdentityHashMap<>();

	private final Map<String, LongAdder> warned = new ConcurrentHashMap<>();

	private final Map<String, LongAdder> ended = new ConcurrentHashMap<>();

	/**
	 * Create a watchdog.
	 * @param statistics knows the open transactions
	 * @param settings how long they may take
	 * @param nanoTime the source of elapsed time that the statistics have, too
	 * @param executor cancels statements and cuts connections, which may take a while
	 * @param packages the packages of the application, to say what a thread is at
	 */
	public TransactionWatchdog(TransactionStatistics statistics, WatchdogSettings settings, LongSupplier nanoTime,
			Executor executor, List<String> packages) {
		this.statistics = statistics;
		this.settings = settings;
		this.nanoTime = nanoTime;
		this.executor = executor;
		this.frame = new ApplicationFrame(packages);
	}

	/**
	 * Look at all open transactions once. Always called by the same thread.
	 */
	public void look() {
		long now = this.nanoTime.getAsLong();
		Map<OpenTransaction, Watch> still = new IdentityHashMap<>();
		this.statistics.forEachOpen((transaction) -> {
			Watch watch = isLong(transaction, now) ? watch(transaction) : null;
			if (watch != null) {
				still.put(transaction, watch);
				look(watch, now);
			}
		});
		this.watches = still;
	}

	private @Nullable Watch watch(OpenTransaction transaction) {
		Watch known = this.watches.get(transaction);
		if (known != null) {
			return known;
		}
		AdvisedConnection connection = transaction.connection();
		Thread thread = transaction.thread();
		// Over, since a moment ago.
		return (connection != null && thread != null) ? new Watch(transaction, connection, thread) : null;
	}

	private boolean isLong(OpenTransaction transaction, long now) {
		return !transaction.isUnlimited() && (isOlder(transaction, this.settings.warnAfter(), now)
				|| isOlder(transaction, this.settings.maxDuration(), now));
	}

	private static boolean isOlder(OpenTransaction transaction, Duration limit, long now) {
		return !limit.isZero() && now - transaction.beganNanos() >= limit.toNanos();
	}

	private void look(Watch watch, long now) {
		if (watch.isClaimed()) {
			watch.press(now, this.settings.endGrace().toNanos(), this.executor);
			return;
		}
		if (isOlder(watch.transaction(), this.settings.warnAfter(), now) && watch.warn()) {
			increment(this.warned, watch.transaction());
			logger.warn("Transaction {} of data source '{}' has been open for {} ({}); its thread '{}' is at {}",
					title(watch.transaction()), watch.transaction().dataSource(), age(watch.transaction(), now),
					watch.activity(), watch.thread().getName(), this.frame.of(watch.thread()));
		}
		if (isOlder(watch.transaction(), this.settings.maxDuration(), now)) {
			end(watch, now);
		}
	}

	private void end(Watch watch, long now) {
		OpenTransaction transaction = watch.transaction();
		String activity = watch.activity();
		String place = this.frame.of(watch.thread());
		String reason = reason(transaction);
		if (!transaction.claim()) {
			if (transaction.isCommitting() && watch.spare()) {
				logger.warn(
						"Transaction {} of data source '{}' has been open for {} and is being committed: it is not "
								+ "ended, because nobody would know what became of it",
						title(transaction), transaction.dataSource(), age(transaction, now));
			}
			return;
		}
		watch.connection().end(reason);
		watch.claimed(now);
		increment(this.ended, transaction);
		logger.warn(
				"Transaction {} of data source '{}' is ended after {}, as db.transaction.max-duration says ({}); "
						+ "its thread '{}' was at {}",
				title(transaction), transaction.dataSource(), age(transaction, now), activity, watch.thread().getName(),
				place);
		watch.press(now, this.settings.endGrace().toNanos(), this.executor);
	}

	private String reason(OpenTransaction transaction) {
		return ("Transaction %s was ended and rolled back because it took longer than "
				+ "db.transaction.max-duration=%s allows; do less in one transaction, or set a longer one")
			.formatted(title(transaction), DurationText.of(this.settings.maxDuration()));
	}

	private static String title(OpenTransaction transaction) {
		String place = transaction.place();
		return (place != null && !place.equals(transaction.operation()))
				? "'%s' (%s)".formatted(transaction.operation(), place) : "'" + transaction.operation() + "'";
	}

	private static String age(OpenTransaction transaction, long now) {
		Duration age = Duration.ofNanos(now - transaction.beganNanos());
		return DurationText.of((age.toSeconds() > 1) ? Duration.ofSeconds(age.toSeconds()) : age);
	}

	private static void increment(Map<String, LongAdder> counters, OpenTransaction transaction) {
		counters.computeIfAbsent(transaction.dataSource(), (name) -> new LongAdder()).increment();
	}

	/**
	 * Return how many transactions of a data source were warned about.
	 * @param dataSource the bean name
	 * @return the number since the start
	 */
	public long warned(String dataSource) {
		LongAdder counter = this.warned.get(dataSource);
		return (counter != null) ? counter.sum() : 0;
	}

	/**
	 * Return how many transactions of a data source were ended at the limit.
	 * @param dataSource the bean name
	 * @return the number since the start
	 */
	public long ended(String dataSource) {
		LongAdder counter = this.ended.get(dataSource);
		return (counter != null) ? counter.sum() : 0;
	}

	/**
	 * Return the transactions that are open now and should be over.
	 * @return those older than the limits, the oldest first
	 */
	public List<LongTransaction> longTransactions() {
		long now = this.nanoTime.getAsLong();
		List<LongTransaction> found = new ArrayList<>();
		this.statistics.forEachOpen((transaction) -> {
			AdvisedConnection connection = transaction.connection();
			Thread thread = transaction.thread();
			if (isLong(transaction, now) && connection != null && thread != null) {
				found.add(new LongTransaction(transaction.dataSource(), transaction.operation(), transaction.place(),
						Duration.ofNanos(now - transaction.beganNanos()), thread.getName(),
						Watch.activity(transaction, connection)));
			}
		});
		found.sort(Comparator.comparing(LongTransaction::age).reversed());
		return found;
	}

}
