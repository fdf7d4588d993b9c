package dev.mainstay.cache.cluster;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/*
 * A channel has one order, which a beat proves. So a beat is late only along with all that
 * comes after it; anything else may be late alone. Late ones are passed on by the message
 * that ends their time, so that there is no thread for it; beats come all the time.
 */

/**
 * A transport that loses, doubles, delays and reorders what it hears, while a switch is
 * on.
 */
public final class FaultyTransport implements InvalidationTransport {

	private final InvalidationTransport transport;

	private final Switch faults;

	/**
	 * Create the transport.
	 * @param transport carries the messages
	 * @param faults what happens to them
	 */
	public FaultyTransport(InvalidationTransport transport, Switch faults) {
		this.transport = transport;
		this.faults = faults;
	}

	@Override
	public void start(InvalidationReceiver receiver) {
		this.transport.start(new FaultyReceiver(receiver, this.faults));
	}

	@Override
	public void publish(String message) throws InvalidationTransportException {
		this.transport.publish(message);
	}

	@Override
	public int maxLength() {
		return this.transport.maxLength();
	}

	@Override
	public String description() {
		return this.transport.description();
	}

	@Override
	public String advice() {
		return this.transport.advice();
	}

	@Override
	public void close() {
		this.transport.close();
	}

	/**
	 * Passes on what comes, or not. Called by one thread at a time.
	 */
	private static final class FaultyReceiver implements InvalidationReceiver {

		private static final long LONGEST_DELAY = Duration.ofMillis(400).toNanos();

		private final InvalidationReceiver receiver;

		private final Switch faults;

		// In order, behind one that is late.
		private final Deque<String> queue = new ArrayDeque<>();

		private long queueUntil;

		private final List<String> late = new ArrayList<>();

		FaultyReceiver(InvalidationReceiver receiver, Switch faults) {
			this.receiver = receiver;
			this.faults = faults;
		}

		@Override
		public synchronized void connected() {
			this.queue.clear();
			this.receiver.connected();
		}

		@Override
		public synchronized void disconnected() {
			this.receiver.disconnected();
		}

		@Override
		public synchronized void received(String message) {
			this.queue.add(this.faults.isDeaf() ? emptied(message) : message);
			if (this.queue.size() == 1 && this.faults.hits("delayed", 40)) {
				this.queueUntil = System.nanoTime() + this.faults.random(LONGEST_DELAY);
			}
			if (System.nanoTime() - this.queueUntil >= 0) {
				while (!this.queue.isEmpty()) {
					pass(this.queue.remove());
				}
			}
		}

		private void pass(String text) {
			Message message = Message.parse(text);
			boolean beat = message == null || message.kind() == MessageKind.BEAT;
			if (this.faults.hits("dropped", 15)) {
				return;
			}
			if (!beat && this.faults.hits("reordered", 8)) {
				this.late.add(text);
				return;
			}
			this.receiver.received(text);
			if (this.faults.hits("doubled", 10)) {
				this.late.add(text);
			}
			if (!this.late.isEmpty() && this.faults.random(3) == 0) {
				this.late.forEach(this.receiver::received);
				this.late.clear();
			}
		}

		private static String emptied(String text) {
			Message message = Message.parse(text);
			if (message == null || (message.kind() != MessageKind.CHANGED && message.kind() != MessageKind.ALL)) {
				return text;
			}
			return new Message(message.origin(), message.sequence(), MessageKind.CHANGED, Message.NONE,
					List.of("nothing"))
				.encode();
		}

	}

	/**
	 * Decides what happens to messages, and counts it. Thread-safe.
	 */
	public static final class Switch {

		private final boolean deaf;

		private final Map<String, Long> counts = new TreeMap<>();

		private @Nullable Random random;

		/**
		 * Create a switch that is off.
		 * @param deaf whether changes that others tell are ignored
		 */
		public Switch(boolean deaf) {
			this.deaf = deaf;
		}

		boolean isDeaf() {
			return this.deaf;
		}

		/**
		 * Turn it on or off.
		 * @param on whether something happens
		 * @param seed decides what
		 */
		public synchronized void set(boolean on, long seed) {
			this.random = on ? new Random(seed) : null;
		}

		synchronized boolean hits(String fault, int oneOf) {
			boolean hit = this.random != null && this.random.nextInt(oneOf) == 0;
			if (hit) {
				this.counts.merge("messages " + fault, 1L, Long::sum);
			}
			return hit;
		}

		synchronized long random(long bound) {
			return (this.random != null) ? this.random.nextLong(bound) : 0;
		}

		/**
		 * Return what has happened since the last time, and forget it.
		 * @return the number of messages by what happened to them
		 */
		public synchronized Map<String, Long> take() {
			Map<String, Long> taken = new TreeMap<>(this.counts);
			this.counts.clear();
			return taken;
		}

	}

}
