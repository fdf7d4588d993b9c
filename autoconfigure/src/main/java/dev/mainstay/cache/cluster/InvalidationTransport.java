package dev.mainstay.cache.cluster;

/**
 * One channel that all instances of an application write to and read from. Whoever reads
 * sees the messages of all in one order, that of their publication: a message that was
 * published before another one was begun is never seen after it. Messages may be lost,
 * doubled or cut off; who uses the channel notices.
 */
public interface InvalidationTransport extends AutoCloseable {

	/**
	 * Connect, and again whenever the connection is lost, on threads of its own. Returns
	 * at once.
	 * @param receiver who is told what comes, this instance's own messages among it
	 */
	void start(InvalidationReceiver receiver);

	/**
	 * Publish a message, connecting if need be. Called by one thread.
	 * @param message the message, of ASCII characters
	 * @throws InvalidationTransportException if it may not have been published, after a
	 * bounded time
	 */
	void publish(String message) throws InvalidationTransportException;

	/**
	 * Publish a message of which it is known what it says. Called by one thread.
	 * @param publication the message
	 * @throws InvalidationTransportException if it may not have been published, after a
	 * bounded time
	 */
	default void publish(Publication publication) throws InvalidationTransportException {
		publish(publication.text());
	}

	/**
	 * Return whether what is published is noted as well, for answers that instances
	 * share. Then an answer of before may reach this instance until a change is
	 * published.
	 * @return whether it is
	 */
	default boolean isNoting() {
		return false;
	}

	/**
	 * Return how long a message may be.
	 * @return the number of characters
	 */
	int maxLength();

	/**
	 * Return what the channel is, for people.
	 * @return the name of it, such as "channel 'x' of data source 'y'"
	 */
	String description();

	/**
	 * Return what to look for when messages are published and do not come back.
	 * @return advice for people, one sentence
	 */
	String advice();

	/**
	 * Disconnect and end its threads.
	 */
	@Override
	void close();

}
