package dev.mainstay.admission.holder;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the HTTP calls of one kind for which one operation holds a connection.
 * Thread-safe.
 */
final class HttpCallFigures {

	private final String operation;

	private final String call;

	private final LongAdder count = new LongAdder();

	private final LongAdder heldNanos = new LongAdder();

	private final LongAccumulator longestNanos = new LongAccumulator(Long::max, 0);

	private final AtomicBoolean told = new AtomicBoolean();

	HttpCallFigures(String operation, String call) {
		this.operation = operation;
		this.call = call;
	}

	void add(long held) {
		this.count.increment();
		this.heldNanos.add(held);
		this.longestNanos.accumulate(held);
	}

	/**
	 * Tell of them once.
	 * @return whether it was not told yet
	 */
	boolean tell() {
		return !this.told.get() && this.told.compareAndSet(false, true);
	}

	HttpCallTime get() {
		return new HttpCallTime(this.operation, this.call, this.count.sum(), Duration.ofNanos(this.heldNanos.sum()),
				Duration.ofNanos(this.longestNanos.get()));
	}

}
