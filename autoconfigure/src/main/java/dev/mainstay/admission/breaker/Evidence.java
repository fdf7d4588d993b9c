package dev.mainstay.admission.breaker;

/**
 * What has happened since the database last answered. Belongs to whoever has the lock of
 * the breaker.
 */
final class Evidence {

	private final BreakerTarget target;

	private int failures;

	private long firstFailure;

	private boolean deadSeen;

	Evidence(BreakerTarget target) {
		this.target = target;
	}

	/**
	 * An attempt to connect failed.
	 * @param now the time, in nanoseconds
	 */
	void failed(long now) {
		if (this.failures == 0) {
			this.firstFailure = now;
		}
		this.failures++;
	}

	/**
	 * A connection was found dead.
	 */
	void lost() {
		this.deadSeen = true;
	}

	/**
	 * The database answered.
	 */
	void forget() {
		this.failures = 0;
		this.deadSeen = false;
	}

	int failures() {
		return this.failures;
	}

	long firstFailure() {
		return this.firstFailure;
	}

	boolean isDeadSeen() {
		return this.deadSeen;
	}

	/**
	 * Return whether there is no connection to set hopes on.
	 * @return whether the pool has none, or one was found dead
	 */
	boolean isNothingLeft() {
		return this.deadSeen || this.target.isEmpty();
	}

	/**
	 * Return whether attempts to connect fail and nothing else is left.
	 * @return whether the database seems to be away
	 */
	boolean isFailing() {
		return this.failures > 0 && isNothingLeft();
	}

}
