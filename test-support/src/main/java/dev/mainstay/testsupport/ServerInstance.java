package dev.mainstay.testsupport;

/**
 * The running thing behind a {@link DatabaseServer}: processes of this machine or a
 * container.
 */
interface ServerInstance {

	String host();

	int port();

	/**
	 * Start and wait until the server answers. On failure nothing is left running.
	 */
	void start();

	void stop();

	void kill();

	boolean isRunning();

	/**
	 * Kill and delete all data. Unlike the other methods this may be called while
	 * {@link #start()} is under way in another thread, which then fails. Calling it again
	 * does nothing.
	 */
	void close();

}
