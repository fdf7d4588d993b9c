package dev.mainstay.alert;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one channel busy on a thread of its own, which is there only while there is
 * something to tell. Thread-safe.
 */
final class ChannelWorker {

	private static final Logger logger = LoggerFactory.getLogger(ChannelWorker.class);

	private static final int MOST_WAITING = 100;

	private static final int LINGER_SECONDS = 5;

	private final AlertChannel channel;

	private final String name;

	private final ThreadPoolExecutor executor;

	private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

	private final AtomicLong delivered = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	private final AtomicLong dropped = new AtomicLong();

	private volatile boolean on = true;

	// Used by the one thread alone.
	private boolean failing;

	ChannelWorker(AlertChannel channel) {
		this.channel = channel;
		this.name = channel.name();
		this.executor = new ThreadPoolExecutor(1, 1, LINGER_SECONDS, TimeUnit.SECONDS,
				new ArrayBlockingQueue<>(MOST_WAITING), (runnable) -> {
					Thread thread = new Thread(runnable, "db-alert-" + this.name);
					thread.setDaemon(true);
					return thread;
				}, this::dropOldest) {

			@Override
			protected void terminated() {
				ChannelWorker.this.ended.complete(null);
			}

		};
		this.executor.allowCoreThreadTimeOut(true);
	}

	// What is new matters more than what has waited long.
	private void dropOldest(Runnable newest, ThreadPoolExecutor executor) {
		if (executor.isShutdown()) {
			this.dropped.incrementAndGet();
			return;
		}
		if (executor.getQueue().poll() != null) {
			this.dropped.incrementAndGet();
		}
		executor.execute(newest);
	}

	void send(AlertNotification notification) {
		if (!this.on) {
			this.dropped.incrementAndGet();
			return;
		}
		this.executor.execute(() -> deliver(notification));
	}

	private void deliver(AlertNotification notification) {
		if (!this.on) {
			this.dropped.incrementAndGet();
			return;
		}
		try {
			this.channel.send(notification);
			if (this.failing) {
				this.failing = false;
				logger.info("Alerts reach the channel '{}' again", this.name);
			}
			this.delivered.incrementAndGet();
		}
		catch (AlertDeliveryException ex) {
			if (!this.failing) {
				this.failing = true;
				logger.warn("An alert could not be passed on by the channel '{}': {}; until one is, this is counted "
						+ "and not told again", this.name, ex.getMessage());
			}
			this.failed.incrementAndGet();
		}
		catch (RuntimeException | LinkageError ex) {
			this.on = false;
			logger.warn("Alerts go on without the channel '{}', which failed", this.name, ex);
			this.failed.incrementAndGet();
		}
	}

	ChannelState state() {
		return new ChannelState(this.name, this.on, this.delivered.get(), this.failed.get(), this.dropped.get());
	}

	// Take nothing more, but finish what is there. Return its end.
	CompletableFuture<@Nullable Void> shutDown() {
		this.executor.shutdown();
		return this.ended;
	}

	// What is not finished by now will not be.
	void shutDownNow() {
		this.dropped.addAndGet(this.executor.shutdownNow().size());
	}

}
