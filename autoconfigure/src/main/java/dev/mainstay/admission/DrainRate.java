package dev.mainstay.admission;

/**
 * How fast connections come back while callers wait for them. Belongs to whoever has the
 * lock of the gate. All times are nanoseconds.
 */
final class DrainRate {

	// An exponentially weighted mean; a sixteenth is the weight of the newest.
	private static final int WEIGHT = 16;

	private double mean;

	private long lastAt;

	private boolean measured;

	/**
	 * Callers begin to wait.
	 * @param now the time
	 */
	void begin(long now) {
		this.lastAt = now;
	}

	/**
	 * A connection came back while callers were waiting.
	 * @param now the time
	 */
	void returned(long now) {
		long elapsed = Math.max(0, now - this.lastAt);
		this.mean = this.measured ? this.mean + (elapsed - this.mean) / WEIGHT : elapsed;
		this.measured = true;
		this.lastAt = now;
	}

	/**
	 * Return how long it has been since one came back.
	 * @param now the time
	 * @return the time since then, or since callers began to wait
	 */
	long silence(long now) {
		return now - this.lastAt;
	}

	/**
	 * Return how long it will take until some have come back. Where none came back for a
	 * while it is expected to stay so for as long again.
	 * @param count how many
	 * @param now the time
	 * @return the time; 0 before the first has come back
	 */
	long timeFor(int count, long now) {
		if (!this.measured) {
			return 0;
		}
		return (long) (count * this.mean) + Math.max(0, silence(now) - (long) (WEIGHT * this.mean));
	}

}
