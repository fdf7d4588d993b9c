package dev.mainstay.observe;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

import dev.mainstay.event.Latencies;
import dev.mainstay.event.LatencyBuckets;

/**
 * Counts durations in buckets. Threads that meet in the same bucket at the same moment
 * move apart, so that a statement which everybody runs costs no more than one of one's
 * own. Lock-free; a reading that is taken while others record may miss their last ones.
 */
final class LatencyRecorder {

	private static final int STRIPES = 4;

	private final Stripe first = new Stripe();

	// Made when threads have met.
	private volatile @Nullable AtomicReferenceArray<Stripe> others;

	void record(long nanos) {
		int bucket = LatencyBuckets.indexOf(nanos);
		if (!this.first.tryRecord(bucket, nanos)) {
			other().record(bucket, nanos);
		}
	}

	private Stripe other() {
		AtomicReferenceArray<Stripe> known = this.others;
		if (known == null) {
			known = makeOthers();
		}
		int index = (int) Thread.currentThread().getId() & (STRIPES - 1);
		Stripe stripe = known.get(index);
		if (stripe == null) {
			Stripe created = new Stripe();
			stripe = known.compareAndSet(index, null, created) ? created : known.get(index);
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
		long sum = this.first.totalNanos.get();
		AtomicReferenceArray<Stripe> known = this.others;
		for (int i = 0; known != null && i < STRIPES; i++) {
			Stripe stripe = known.get(i);
			sum += (stripe != null) ? stripe.totalNanos.get() : 0;
		}
		return sum;
	}

	long maxNanos() {
		long max = this.first.maxNanos.get();
		AtomicReferenceArray<Stripe> known = this.others;
		for (int i = 0; known != null && i < STRIPES; i++) {
			Stripe stripe = known.get(i);
			max = (stripe != null) ? Math.max(max, stripe.maxNanos.get()) : max;
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
	 * The counts of some of the threads.
	 */
	private static final class Stripe {

		private final AtomicLongArray counts = new AtomicLongArray(LatencyBuckets.COUNT);

		private final AtomicLong totalNanos = new AtomicLong();

		private final AtomicLong maxNanos = new AtomicLong();

		// Fails if another thread counts in the same bucket at this moment.
		boolean tryRecord(int bucket, long nanos) {
			long count = this.counts.get(bucket);
			if (!this.counts.compareAndSet(bucket, count, count + 1)) {
				return false;
			}
			time(nanos);
			return true;
		}

		void record(int bucket, long nanos) {
			this.counts.getAndIncrement(bucket);
			time(nanos);
		}

		private void time(long nanos) {
			this.totalNanos.getAndAdd(nanos);
			if (nanos > this.maxNanos.get()) {
				this.maxNanos.accumulateAndGet(nanos, Math::max);
			}
		}

		void addTo(long[] sum) {
			for (int i = 0; i < sum.length; i++) {
				sum[i] += this.counts.get(i);
			}
		}

	}

}
