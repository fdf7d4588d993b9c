package dev.mainstay.alert;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All ways by which people learn of alerts. None waits for another, and nobody who passes
 * something on waits for any. Thread-safe.
 */
public final class AlertChannels implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(AlertChannels.class);

	private static final int GRACE_SECONDS = 2;

	private final List<ChannelWorker> workers;

	/**
	 * Create channels.
	 * @param channels the channels, in the order in which they begin
	 */
	public AlertChannels(List<AlertChannel> channels) {
		this.workers = channels.stream().map(ChannelWorker::new).toList();
	}

	/**
	 * Pass something on to all channels.
	 * @param notification what has changed
	 */
	public void send(AlertNotification notification) {
		this.workers.forEach((worker) -> worker.send(notification));
	}

	/**
	 * Return how the channels have fared.
	 * @return one for each channel
	 */
	public List<ChannelState> states() {
		return this.workers.stream().map(ChannelWorker::state).toList();
	}

	/**
	 * Finish what waits, but for two seconds at most.
	 */
	@Override
	public void close() {
		CompletableFuture<?>[] ends = this.workers.stream()
			.map(ChannelWorker::shutDown)
			.toArray(CompletableFuture[]::new);
		try {
			CompletableFuture.allOf(ends).get(GRACE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("Alerts are left that did not reach people before the end", ex);
		}
		this.workers.forEach(ChannelWorker::shutDownNow);
	}

}
