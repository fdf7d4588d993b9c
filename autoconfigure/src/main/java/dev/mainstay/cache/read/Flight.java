package dev.mainstay.cache.read;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.store.Answer;

/**
 * A load under way that others wait for. Thread-safe.
 */
final class Flight {

	private final long stamp;

	private final CountDownLatch landed = new CountDownLatch(1);

	private volatile @Nullable Answer answer;

	Flight(long stamp) {
		this.stamp = stamp;
	}

	/**
	 * Return the number of the moment before it began.
	 * @return the stamp
	 */
	long stamp() {
		return this.stamp;
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
