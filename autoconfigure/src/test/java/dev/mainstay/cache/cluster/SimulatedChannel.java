package dev.mainstay.cache.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A channel in memory that loses, doubles, delays and swaps messages when told to. Not
 * thread-safe, but for publishing.
 */
final class SimulatedChannel {

	private final List<Port> ports = new ArrayList<>();

	Port open() {
		Port port = new Port();
		this.ports.add(port);
		return port;
	}

	void deliverAll() {
		boolean more = true;
		while (more) {
			more = false;
			for (Port port : this.ports) {
				while (port.deliver()) {
					more = true;
				}
			}
		}
	}

	private void broadcast(String message) {
		for (Port port : this.ports) {
			if (port.connected) {
				port.waiting.add(message);
			}
		}
	}

	/**
	 * Where one instance is connected.
	 */
	final class Port implements InvalidationTransport {

		private final Deque<String> waiting = new ArrayDeque<>();

		private @Nullable InvalidationReceiver receiver;

		private boolean connected;

		private boolean mute;

		private boolean late;

		private boolean noting;

		private int maxLength = 7900;

		private final List<String> stuck = new ArrayList<>();

		final List<String> published = new ArrayList<>();

		@Override
		public void start(InvalidationReceiver receiver) {
			this.receiver = receiver;
			connect();
		}

		void connect() {
			this.connected = true;
			receiver().connected();
		}

		void disconnect() {
			this.connected = false;
			this.waiting.clear();
			receiver().disconnected();
		}

		// Publishing fails.
		void mute(boolean mute) {
			this.mute = mute;
		}

		// Publishing fails, and what was published comes later nevertheless.
		void late(boolean late) {
			this.late = late;
		}

		// As if instances shared answers.
		void noting(boolean noting) {
			this.noting = noting;
		}

		@Override
		public boolean isNoting() {
			return this.noting;
		}

		void maxLength(int length) {
			this.maxLength = length;
		}

		// Of an instance that hears nothing a late beat would prove too much.
		void releaseStuck() {
			this.stuck.removeIf((message) -> message.contains(" B - "));
			this.stuck.forEach(SimulatedChannel.this::broadcast);
			this.stuck.clear();
		}

		boolean isConnected() {
			return this.connected;
		}

		@Override
		public synchronized void publish(String message) throws InvalidationTransportException {
			if (this.late) {
				this.stuck.add(message);
			}
			if (this.mute || this.late) {
				throw new InvalidationTransportException("mute", new IllegalStateException());
			}
			this.published.add(message);
			broadcast(message);
		}

		boolean deliver() {
			String message = this.waiting.poll();
			if (message == null) {
				return false;
			}
			receiver().received(message);
			return true;
		}

		void inject(String message) {
			receiver().received(message);
		}

		@Nullable String drop() {
			return this.waiting.poll();
		}

		void doubleNext() {
			String message = this.waiting.peek();
			if (message != null) {
				this.waiting.addFirst(message);
			}
		}

		void doubleLater() {
			String message = this.waiting.peek();
			if (message != null) {
				this.waiting.addLast(message);
			}
		}

		void swap() {
			String message = this.waiting.poll();
			if (message != null) {
				this.waiting.addLast(message);
			}
		}

		private InvalidationReceiver receiver() {
			InvalidationReceiver current = this.receiver;
			if (current == null) {
				throw new IllegalStateException("Not started");
			}
			return current;
		}

		@Override
		public int maxLength() {
			return this.maxLength;
		}

		@Override
		public String description() {
			return "a simulated channel";
		}

		@Override
		public String advice() {
			return "Simulate better.";
		}

		@Override
		public void close() {
			this.connected = false;
		}

	}

}
