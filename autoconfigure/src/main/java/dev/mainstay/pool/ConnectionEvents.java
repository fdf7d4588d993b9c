package dev.mainstay.pool;

import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the {@link ConnectionEvent events} of one pool since it was made, and passes on
 * what they tell about the server; safe for use by many threads and without contention
 * between them.
 */
public final class ConnectionEvents {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionEvents.class);

	private final Map<ConnectionEvent, LongAdder> counts = new EnumMap<>(ConnectionEvent.class);

	private volatile @Nullable ConnectionListener listener;

	private volatile boolean failing;

	ConnectionEvents() {
		for (ConnectionEvent event : ConnectionEvent.values()) {
			this.counts.put(event, new LongAdder());
		}
	}

	void record(ConnectionEvent event) {
		adder(event).increment();
	}

	void opened() {
		record(ConnectionEvent.CREATED);
		this.failing = false;
		tell(ConnectionListener::opened);
	}

	void failed(Throwable error) {
		record(ConnectionEvent.CONNECT_FAILED);
		this.failing = true;
		tell((listener) -> listener.failed(error));
	}

	void answered() {
		tell(ConnectionListener::answered);
	}

	void lost() {
		tell(ConnectionListener::lost);
	}

	boolean isHeard() {
		return this.listener != null;
	}

	void askingAgain() throws SQLException {
		ConnectionListener known = this.listener;
		if (known != null) {
			known.askingAgain();
		}
	}

	void listen(ConnectionListener listener) {
		this.listener = listener;
	}

	private void tell(Consumer<ConnectionListener> message) {
		ConnectionListener known = this.listener;
		if (known == null) {
			return;
		}
		try {
			message.accept(known);
		}
		catch (RuntimeException ex) {
			this.listener = null;
			logger.warn("{} failed to hear of a connection and hears of no further ones", known, ex);
		}
	}

	/**
	 * Return whether no connection could be opened.
	 * @return whether the last attempt failed
	 */
	public boolean isFailing() {
		return this.failing;
	}

	/**
	 * Return how often an event has happened.
	 * @param event the event
	 * @return the count
	 */
	public long count(ConnectionEvent event) {
		return adder(event).sum();
	}

	private LongAdder adder(ConnectionEvent event) {
		LongAdder adder = this.counts.get(event);
		if (adder == null) {
			throw new IllegalStateException("No counter for " + event);
		}
		return adder;
	}

}
