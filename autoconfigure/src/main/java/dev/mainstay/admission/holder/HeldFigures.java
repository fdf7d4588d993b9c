package dev.mainstay.admission.holder;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts for how long one operation has connections. Thread-safe.
 */
final class HeldFigures {

	private final String operation;

	private final LongAdder count = new LongAdder();

	private final LongAdder heldNanos = new LongAdder();

	private final LongAdder idleNanos = new LongAdder();

	private final AtomicBoolean told = new AtomicBoolean();

	HeldFigures(String operation) {
		this.operation = operation;
	}

	void add(long held, long idle) {
		this.count.increment();
		this.heldNanos.add(held);
		this.idleNanos.add(idle);
	}

	/**
	 * Tell of it once.
	 * @return whether it was not told yet
	 */
	boolean tell() {
		return !this.told.get() && this.told.compareAndSet(false, true);
	}

	HeldTime get() {
		return new HeldTime(this.operation, this.count.sum(), Duration.ofNanos(this.heldNanos.sum()),
				Duration.ofNanos(this.idleNanos.sum()));
	}

}
