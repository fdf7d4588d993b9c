package dev.mainstay.admission;

import java.time.Duration;

import dev.mainstay.datasource.RefusedException;

/**
 * All connections are lent, and the caller was not let wait for one, or not any longer.
 * Nothing has happened. Where a web request ends with it the answer is 503 with the time
 * after which it is worth asking again.
 */
public final class PoolOverloadedException extends RefusedException {

	private static final long serialVersionUID = 1L;

	private final Refusal reason;

	private final String segment;

	private final boolean segmentFull;

	private final Duration waited;

	PoolOverloadedException(String message, Refusal reason, String segment, boolean segmentFull, Duration waited,
			Duration retryAfter) {
		super(message, OVERLOADED, retryAfter, null);
		this.reason = reason;
		this.segment = segment;
		this.segmentFull = segmentFull;
		this.waited = waited;
	}

	/**
	 * Return why there was no connection.
	 * @return the reason
	 */
	public Refusal reason() {
		return this.reason;
	}

	/**
	 * Return in which segment the caller was.
	 * @return the name, {@value Segment#DEFAULT} where it was in none
	 */
	public String segment() {
		return this.segment;
	}

	/**
	 * Return whether it was only the maximum of the caller's segment for which it got no
	 * connection.
	 * @return {@code false} if the pool had none for it, or kept what was free for
	 * segments with a guarantee
	 */
	public boolean isSegmentFull() {
		return this.segmentFull;
	}

	/**
	 * Return how long the caller had waited.
	 * @return the time; zero if it was refused at once
	 */
	public Duration waited() {
		return this.waited;
	}

}
