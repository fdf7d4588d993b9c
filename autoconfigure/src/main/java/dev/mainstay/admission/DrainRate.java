package dev.mainstay.admission;

/**
 * How fast connections come back while callers wait for them. What was measured counts
 * for as long as anybody waits: the next time may be another time of the day. Belongs to
 * whoever has the lock of the gate. All times are nanoseconds.
 */
final class DrainRate {

	// An exponentially weighted mean; a sixteenth is the weight of the newest.
	private static final int WEIGHT = 16;

	private double mean;

	private int samples;

	// The mean of all times that anybody waited.
	private double usual;

	private long lastAt;

	/**
	 * Callers begin to wait.
	 * @param now the time
	 */
	void begin(long now) {
		this.lastAt = now;
		this.samples = 0;
		this.mean = 0;
	}

	/**
	 * A connection came back while callers were waiting.
	 * @param now the time
	 */
	void returned(long now) {
		long elapsed = Math.max(0, now - this.lastAt);
		this.samples = Math.min(this.samples + 1, WEIGHT);
		this.mean += (elapsed - this.mean) / this.samples;
		this.usual = (this.usual == 0) ? elapsed : this.usual + (elapsed - this.usual) / WEIGHT;
		this.lastAt = now;
	}

	/**
	 * Return whether enough have come back since callers began to wait for what is
	 * expected to mean something.
	 * @return whether it is known how fast they come back
	 */
	boolean isKnown() {
		return this.samples == WEIGHT;
	}

	/**
	 * Return whether it has taken far longer than ever that nothing came back.
	 * @param now the time
	 * @param interval the time that is long in any case
	 * @return whether; {@code false} as long as nothing has come back at all
	 */
	boolean isStalled(long now, long interval) {
		long silence = silence(now);
		return this.usual > 0 && silence > interval && silence > WEIGHT * this.usual;
	}

	private long silence(long now) {
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
		if (this.samples == 0) {
			return 0;
		}
		return (long) (count * this.mean) + Math.max(0, silence(now) - (long) (WEIGHT * this.mean));
	}

}
