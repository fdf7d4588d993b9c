package dev.mainstay.datasource;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one data source that are lent at the moment, for those who look at
 * all of them now and then. A thread takes a place near its own number, so that lending
 * costs one uncontended write; places are far enough apart not to share a cache line.
 * Thread-safe.
 */
public final class LentConnections {

	private static final Logger logger = LoggerFactory.getLogger(LentConnections.class);

	private static final int PLACES = 128;

	// Half a kilobyte apart, which is a card of the collector: a place that is written
	// dirties its card, and threads would do that to each other's.
	private static final int STRIDE = 128;

	private static final int ATTEMPTS = 8;

	/**
	 * The place of a connection that is not lent.
	 */
	static final int NOT_LENT = -1;

	private static final int AMONG_OTHERS = -2;

	private final AtomicReferenceArray<AdvisedConnection> places = new AtomicReferenceArray<>(PLACES * STRIDE);

	// For those who find no place near.
	private final Set<AdvisedConnection> others = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Consumer<AdvisedConnection> returnListener;

	/**
	 * Hear of each connection that is given back, in the place of whoever did before. One
	 * that fails hears of no further ones.
	 * @param listener told on the thread that closes the connection, before it is rolled
	 * back and closed; must be quick
	 */
	public void whenReturned(Consumer<AdvisedConnection> listener) {
		this.returnListener = listener;
	}

	/**
	 * A connection was lent.
	 * @param connection the connection
	 * @return its place, to be given to {@link #remove}
	 */
	int add(AdvisedConnection connection) {
		int first = (int) Thread.currentThread().getId();
		for (int i = 0; i < ATTEMPTS; i++) {
			int place = ((first + i) & (PLACES - 1)) * STRIDE;
			if (this.places.getPlain(place) == null && this.places.weakCompareAndSetVolatile(place, null, connection)) {
				return place;
			}
		}
		this.others.add(connection);
		return AMONG_OTHERS;
	}

	/**
	 * A connection was given back.
	 * @param connection the connection
	 * @param place its place
	 * @return its place from now on, {@link #NOT_LENT}
	 */
	int remove(AdvisedConnection connection, int place) {
		// Somebody else's by now, if two threads close the same connection.
		if (forget(connection, place)) {
			tell(connection);
		}
		return NOT_LENT;
	}

	/**
	 * A connection was taken from whoever has it. Whether it is ever given back is left
	 * open. By any thread.
	 * @param connection the connection
	 * @param place its place
	 * @return whether it was counted as lent
	 */
	boolean forget(AdvisedConnection connection, int place) {
		if (place >= 0) {
			return this.places.getPlain(place) == connection && this.places.compareAndSet(place, connection, null);
		}
		return place == AMONG_OTHERS && this.others.remove(connection);
	}

	private void tell(AdvisedConnection connection) {
		Consumer<AdvisedConnection> listener = this.returnListener;
		if (listener == null) {
			return;
		}
		try {
			listener.accept(connection);
		}
		catch (RuntimeException | LinkageError ex) {
			this.returnListener = null;
			logger.warn("{} failed to hear of a connection that was given back and hears of no further ones",
					listener.getClass().getName(), ex);
		}
	}

	/**
	 * Look at every connection that is lent; some may be given back meanwhile.
	 * @param look what to do with each
	 */
	public void forEach(Consumer<AdvisedConnection> look) {
		for (int i = 0; i < PLACES; i++) {
			AdvisedConnection connection = this.places.getAcquire(i * STRIDE);
			if (connection != null) {
				look.accept(connection);
			}
		}
		this.others.forEach(look);
	}

}
