package dev.mainstay.cache.cluster;

/**
 * Who is told what comes through the channel. A transport calls it from one thread at a
 * time, in the order of the channel. Does not throw.
 */
public interface InvalidationReceiver {

	/**
	 * From now on nothing that is published is missed.
	 */
	void connected();

	/**
	 * From now on, or since some time ago, messages may be missed.
	 */
	void disconnected();

	/**
	 * A message came, of this instance or of another one.
	 * @param message the message
	 */
	void received(String message);

}
