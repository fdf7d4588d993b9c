package dev.mainstay.admission;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.Assert;

/**
 * Tests for {@link WaitQueue} behind a lock, as it is in a gate, in interleavings that
 * Lincheck looks for.
 */
@Tag("lincheck")
class WaitQueueLincheckTests {

	@Test
	void isAQueueThatAnybodyCanLeave() {
		Lincheck.modelChecking().sequentialSpecification(Line.class).check(Waiters.class);
	}

	@Test
	void isAQueueThatAnybodyCanLeaveUnderStress() {
		Lincheck.stress().sequentialSpecification(Line.class).check(Waiters.class);
	}

	/**
	 * The queue. Waiters have numbers, and come again only when they have left.
	 */
	@Param(name = "number", gen = IntGen.class, conf = "0:3")
	public static class Waiters {

		private static final Segment SEGMENT = new Segment(SegmentLimits.NONE, new GateFixture.Settings());

		private final Lock lock = new ReentrantLock();

		private final WaitQueue queue = new WaitQueue();

		private final Waiter[] waiters = IntStream.range(0, 4)
			.mapToObj((number) -> new Waiter(Thread.currentThread(), SEGMENT, false, false, number, Long.MAX_VALUE,
					Refusal.TIMEOUT))
			.toArray(Waiter[]::new);

		private final boolean[] waiting = new boolean[4];

		@Operation
		public boolean add(@Param(name = "number") int number) {
			return locked(() -> {
				if (this.waiting[number]) {
					return false;
				}
				this.waiting[number] = true;
				this.queue.add(this.waiters[number]);
				return true;
			});
		}

		@Operation
		public boolean remove(@Param(name = "number") int number) {
			return locked(() -> {
				if (!this.waiting[number]) {
					return false;
				}
				this.waiting[number] = false;
				this.queue.remove(this.waiters[number]);
				return true;
			});
		}

		@Operation
		public int takeFirst() {
			return locked(() -> {
				Waiter first = this.queue.first();
				if (first == null) {
					return -1;
				}
				this.queue.remove(first);
				this.waiting[(int) first.since] = false;
				return (int) first.since;
			});
		}

		@Operation
		public int size() {
			return locked(this.queue::size);
		}

		private <T> T locked(Supplier<T> action) {
			this.lock.lock();
			try {
				return action.get();
			}
			finally {
				this.lock.unlock();
			}
		}

		@Validate
		public void isChainedFromFirstToLast() {
			Waiter[] seen = new Waiter[1];
			int[] count = new int[1];
			this.queue.forEach((waiter) -> {
				Assert.state(waiter.before == seen[0], "Chained to another one");
				seen[0] = waiter;
				count[0]++;
			});
			Assert.state(this.queue.last() == seen[0], "Another one is the last");
			Assert.state(this.queue.size() == count[0], "Wrongly counted");
		}

	}

	/**
	 * What {@link Waiters} does, for one thread.
	 */
	public static class Line {

		private final Queue<Integer> line = new ArrayDeque<>();

		public boolean add(int number) {
			return !this.line.contains(number) && this.line.add(number);
		}

		public boolean remove(int number) {
			return this.line.remove(number);
		}

		public int takeFirst() {
			Integer first = this.line.poll();
			return (first != null) ? first : -1;
		}

		public int size() {
			return this.line.size();
		}

	}

}
