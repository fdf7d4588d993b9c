package dev.mainstay.autoconfigure.transaction;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import dev.mainstay.transaction.watchdog.TransactionWatchdog;
import dev.mainstay.transaction.watchdog.WatchdogSettings;

/**
 * Lets the watchdog look about each second, on one thread, as long as the application
 * runs. It goes on while the web server finishes its last requests.
 */
final class WatchdogSchedule implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(WatchdogSchedule.class);

	private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);

	private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(20);

	private final TransactionWatchdog watchdog;

	private final WatchdogSettings settings;

	private volatile @Nullable ScheduledExecutorService executor;

	private boolean failed;

	WatchdogSchedule(TransactionWatchdog watchdog, WatchdogSettings settings) {
		this.watchdog = watchdog;
		this.settings = settings;
	}

	@Override
	public void start() {
		Duration interval = interval();
		if (interval == null || this.executor != null) {
			return;
		}
		CustomizableThreadFactory threads = new CustomizableThreadFactory() {

			@Override
			protected String nextThreadName() {
				return "db-transaction-watchdog";
			}

		};
		threads.setDaemon(true);
		ScheduledThreadPoolExecutor single = new ScheduledThreadPoolExecutor(1, threads);
		single.scheduleWithFixedDelay(this::look, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
		this.executor = single;
	}

	// A tenth of the shorter limit at most, so that short limits are kept, too.
	private @Nullable Duration interval() {
		return Stream.of(this.settings.warnAfter(), this.settings.maxDuration())
			.filter((limit) -> !limit.isZero())
			.map((limit) -> limit.dividedBy(10))
			.min(Duration::compareTo)
			.map((tenth) -> (tenth.compareTo(LONGEST_INTERVAL) > 0) ? LONGEST_INTERVAL : tenth)
			.map((tenth) -> (tenth.compareTo(SHORTEST_INTERVAL) < 0) ? SHORTEST_INTERVAL : tenth)
			.orElse(null);
	}

	private void look() {
		try {
			this.watchdog.look();
		}
		catch (RuntimeException ex) {
			if (!this.failed) {
				this.failed = true;
				logger.warn("Long transactions could not be looked for; this is tried again, but not told again", ex);
			}
		}
	}

	@Override
	public void stop() {
		ScheduledExecutorService current = this.executor;
		this.executor = null;
		if (current != null) {
			current.shutdownNow();
		}
	}

	@Override
	public boolean isRunning() {
		return this.executor != null;
	}

	@Override
	public int getPhase() {
		return 0;
	}

}
