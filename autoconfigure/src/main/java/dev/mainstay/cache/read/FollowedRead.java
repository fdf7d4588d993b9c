package dev.mainstay.cache.read;

import dev.mainstay.cache.tracking.LoadTrace;

/**
 * Something that is read by others while the cache only watches. Belongs to the thread
 * that reads.
 */
public final class FollowedRead implements AutoCloseable {

	private final LoadTrace trace;

	private final long start;

	FollowedRead(LoadTrace trace, long start) {
		this.trace = trace;
		this.start = start;
	}

	LoadTrace trace() {
		return this.trace;
	}

	long start() {
		return this.start;
	}

	/**
	 * Stop watching. Must be called on the same thread, in a {@code finally} block.
	 */
	@Override
	public void close() {
		this.trace.end();
	}

}
