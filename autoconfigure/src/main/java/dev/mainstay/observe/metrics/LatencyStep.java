package dev.mainstay.observe.metrics;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import dev.mainstay.event.Latencies;
import dev.mainstay.event.LatencyBuckets;

/**
 * A step of a published histogram: it is the lower bound of a bucket in which latencies
 * are counted, so that nothing is estimated.
 */
final class LatencyStep {

	/**
	 * From about a quarter of a millisecond to about 34 seconds; each step doubles, but
	 * for the first, which goes up by four.
	 */
	static final List<LatencyStep> ALL = all();

	private static final int NANOS_DIGITS = 9;

	private final String seconds;

	private final int bucket;

	private LatencyStep(String seconds, int bucket) {
		this.seconds = seconds;
		this.bucket = bucket;
	}

	private static List<LatencyStep> all() {
		List<LatencyStep> steps = new ArrayList<>();
		steps.add(below(1L << 18));
		for (int bits = 20; bits <= 35; bits++) {
			steps.add(below(1L << bits));
		}
		steps.add(new LatencyStep("+Inf", LatencyBuckets.COUNT));
		return List.copyOf(steps);
	}

	private static LatencyStep below(long nanos) {
		return new LatencyStep(BigDecimal.valueOf(nanos, NANOS_DIGITS).stripTrailingZeros().toPlainString(),
				LatencyBuckets.indexOf(nanos));
	}

	/**
	 * Return the step as a tag.
	 * @return seconds
	 */
	String seconds() {
		return this.seconds;
	}

	/**
	 * Return how many took less.
	 * @param latencies all of them
	 * @return the count
	 */
	long count(Latencies latencies) {
		long sum = 0;
		for (int i = 0; i < this.bucket; i++) {
			sum += latencies.count(i);
		}
		return sum;
	}

}
