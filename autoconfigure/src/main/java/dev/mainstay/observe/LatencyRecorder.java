package dev.mainstay.observe;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

import dev.mainstay.event.Latencies;
import dev.mainstay.event.LatencyBuckets;

/**
 * Counts durations in buckets. Once threads have met in the same bucket at the same
 * moment they count apart, so that a statement which everybody runs costs no more than
 * one of one's own. Lock-free; a reading that is taken while others record may miss their
 * last ones.
 */
final class LatencyRecorder {

	private static final int STRIPES = 4;

	private final Stripe first = new Stripe();

	// Made when threads have met.
	private volatile @Nullable AtomicReferenceArray<Stripe> others;

	void record(long nanos) {
		int bucket = LatencyBuckets.indexOf(nanos);
		AtomicReferenceArray<Stripe> known = this.others;
		if (known == null) {
			if (this.first.tryRecord(bucket, nanos)) {
				return;
			}
			known = makeOthers();
		}
		ofThread(known).record(bucket, nanos);
	}

	private static Stripe ofThread(AtomicReferenceArray<Stripe> stripes) {
		int index = (int) Thread.currentThread().getId() & (STRIPES - 1);
		Stripe stripe = stripes.getAcquire(index);
		if (stripe == null) {
			Stripe created = new Stripe();
			stripe = stripes.compareAndSet(index, null, created) ? created : stripes.get(index);
		}
		return stripe;
	}

	// Two of them would each lose what the other counts.
	private synchronized AtomicReferenceArray<Stripe> makeOthers() {
		AtomicReferenceArray<Stripe> known = this.others;
		if (known == null) {
			known = new AtomicReferenceArray<>(STRIPES);
			this.others = known;
		}
		return known;
	}

	long count() {
		long[] counts = new long[LatencyBuckets.COUNT];
		addTo(counts);
		long sum = 0;
		for (long count : counts) {
			sum += count;
		}
		return sum;
	}

	long totalNanos() {
		long sum = this.first.totalNanos();
		AtomicReferenceArray<Stripe> known = this.others;
		for (int i = 0; known != null && i < STRIPES; i++) {
			Stripe stripe = known.get(i);
			sum += (stripe != null) ? stripe.totalNanos() : 0;
		}
		return sum;
	}

	long maxNanos() {
		long max = this.first.maxNanos();
		AtomicReferenceArray<Stripe> known = this.others;
		for (int i = 0; known != null && i < STRIPES; i++) {
			Stripe stripe = known.get(i);
			max = (stripe != null) ? Math.max(max, stripe.maxNanos()) : max;
		}
		return max;
	}

	/**
	 * Add what was counted to the counts of others.
	 * @param counts the counts by bucket
	 */
	void addTo(long[] counts) {
		this.first.addTo(counts);
		AtomicReferenceArray<Stripe> known = this.others;
		for (int i = 0; known != null && i < STRIPES; i++) {
			Stripe stripe = known.get(i);
			if (stripe != null) {
				stripe.addTo(counts);
			}
		}
	}

	Latencies latencies() {
		long[] counts = new long[LatencyBuckets.COUNT];
		addTo(counts);
		return Latencies.of(counts, totalNanos(), maxNanos());
	}

	/**
	 * The counts of some of the threads, in one array that shares no cache line with
	 * anything else.
	 */
	private static final class Stripe {

		private static final int LINE = 64 / Long.BYTES;

		private static final int TOTAL = LINE;

		private static final int MAX = TOTAL + 1;

		private static final int COUNTS = 2 * LINE;

		private final AtomicLongArray cells = new AtomicLongArray(COUNTS + LatencyBuckets.COUNT + LINE);

		// Fails if another thread counts in the same bucket at this moment.
		boolean tryRecord(int bucket, long nanos) {
			long count = this.cells.get(COUNTS + bucket);
			if (!this.cells.compareAndSet(COUNTS + bucket, count, count + 1)) {
				return false;
			}
			time(nanos);
			return true;
		}

		void record(int bucket, long nanos) {
			this.cells.getAndIncrement(COUNTS + bucket);
			time(nanos);
		}

		private void time(long nanos) {
			this.cells.getAndAdd(TOTAL, nanos);
			if (nanos > maxNanos()) {
				this.cells.accumulateAndGet(MAX, nanos, Math::max);
			}
		}

		long totalNanos() {
			return this.cells.get(TOTAL);
		}

		long maxNanos() {
			return this.cells.get(MAX);
		}

		void addTo(long[] sum) {
			for (int i = 0; i < sum.length; i++) {
				sum[i] += this.cells.get(COUNTS + i);
			}
		}

	}

}
