package dev.mainstay.event;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link Latencies} and {@link LatencyBuckets}.
 */
class LatenciesTests {

	@Test
	void everyDurationLiesInItsBucket() {
		Random random = new Random(1);
		for (int i = 0; i < 100_000; i++) {
			long nanos = random.nextLong() >>> (22 + random.nextInt(40));
			int bucket = LatencyBuckets.indexOf(nanos);
			assertThat(LatencyBuckets.lowerBound(bucket)).isLessThanOrEqualTo(nanos);
			if (bucket < LatencyBuckets.COUNT - 1) {
				assertThat(LatencyBuckets.lowerBound(bucket + 1)).isGreaterThan(nanos);
			}
		}
	}

	@Test
	void bucketsAreNarrow() {
		for (int i = 8; i < LatencyBuckets.COUNT - 1; i++) {
			double width = (double) LatencyBuckets.lowerBound(i + 1) / LatencyBuckets.lowerBound(i);
			assertThat(width).isLessThanOrEqualTo(1.1251);
		}
		assertThat(LatencyBuckets.indexOf(-5)).isZero();
		assertThat(LatencyBuckets.indexOf(Long.MAX_VALUE)).isEqualTo(LatencyBuckets.COUNT - 1);
	}

	@Test
	void quantilesAreNearTheExactOnes() {
		Random random = new Random(7);
		long[] values = random.doubles(10_000).mapToLong((value) -> (long) (Math.exp(value * 8) * 20_000)).toArray();
		Latencies latencies = latencies(values);
		Arrays.sort(values);

		for (double quantile : new double[] { 0.5, 0.9, 0.95, 0.99 }) {
			double exact = values[(int) (quantile * values.length)];
			assertThat(latencies.quantileNanos(quantile)).isCloseTo(exact, within(exact * 0.07));
		}
		assertThat(latencies.quantileNanos(1)).isEqualTo(values[values.length - 1]);
		assertThat(latencies.meanNanos()).isCloseTo(Arrays.stream(values).average().orElse(0), within(1e-3));
	}

	@Test
	void sumAndDifferenceAreInverse() {
		Latencies first = latencies(5_000, 70_000, 900_000_000);
		Latencies second = latencies(6_000, 80_000, 1_000);

		Latencies difference = first.plus(second).minus(first);

		assertThat(difference.count()).isEqualTo(3);
		assertThat(difference.totalNanos()).isEqualTo(87_000);
		assertThat(difference.maxNanos()).isBetween(80_000L, 92_000L);
	}

	@Test
	void startsAnewWithCountsThatWereStartedAnew() {
		Latencies before = latencies(5_000, 70_000, 900_000_000);
		Latencies now = latencies(8_000);

		assertThat(now.minus(before).count()).isEqualTo(1);
	}

	@Test
	void nothingIsNothing() {
		assertThat(Latencies.NONE.quantileNanos(0.95)).isZero();
		assertThat(Latencies.NONE.meanNanos()).isZero();
		assertThat(Latencies.of(new long[10], 0, 0)).isSameAs(Latencies.NONE);
	}

	private static Latencies latencies(long... values) {
		long[] counts = new long[LatencyBuckets.COUNT];
		Arrays.stream(values).forEach((value) -> counts[LatencyBuckets.indexOf(value)]++);
		return Latencies.of(counts, Arrays.stream(values).sum(), Arrays.stream(values).max().orElse(0));
	}

}
