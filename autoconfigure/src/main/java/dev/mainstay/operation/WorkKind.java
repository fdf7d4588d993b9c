package dev.mainstay.operation;

/**
 * What made a thread begin to work.
 */
public enum WorkKind {

	/**
	 * A request from outside, whose sender waits for the answer.
	 */
	REQUEST(true),

	/**
	 * A message that a listener was given.
	 */
	MESSAGE(false),

	/**
	 * A task whose time had come.
	 */
	SCHEDULED_TASK(false),

	/**
	 * A call that was handed to another thread.
	 */
	ASYNC_CALL(false),

	/**
	 * A transaction that began outside of everything else.
	 */
	TRANSACTION(false);

	private final boolean awaited;

	WorkKind(boolean awaited) {
		this.awaited = awaited;
	}

	/**
	 * Return whether somebody waits for such work.
	 * @return whether it is known that somebody does
	 */
	public boolean isAwaited() {
		return this.awaited;
	}

}
