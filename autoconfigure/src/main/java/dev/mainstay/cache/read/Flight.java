package dev.mainstay.cache.read;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.store.Answer;

/**
 * A load under way that others wait for. Thread-safe.
 */
class Flight {

	private final long begun;

	private final long stamp;

	private final CountDownLatch landed = new CountDownLatch(1);

	private volatile @Nullable Answer answer;

	Flight(long begun, long stamp) {
		this.begun = begun;
		this.stamp = stamp;
	}

	/**
	 * Return whether what it brings was read after somebody came.
	 * @param arrived the number that was drawn for him
	 * @param brought what it has brought
	 * @return whether nothing of it was read before
	 */
	boolean isYounger(long arrived, Answer brought) {
		return this.begun > arrived && brought.stamp() >= this.stamp;
	}

	void bring(Answer brought) {
		this.answer = brought;
	}

	void land() {
		this.landed.countDown();
	}

	/**
	 * Wait until it is over.
	 * @param longest the longest time to wait
	 * @return what it has brought, or {@code null} if that must not be shared, it failed,
	 * or takes too long
	 * @throws InterruptedException if the waiting thread is interrupted
	 */
	@Nullable Answer await(Duration longest) throws InterruptedException {
		return this.landed.await(longest.toNanos(), TimeUnit.NANOSECONDS) ? this.answer : null;
	}

}
