package dev.mainstay.benchmark.cache;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link Zipf}.
 */
class ZipfTests {

	@Test
	void drawsEachNumberAsOftenAsItsReciprocal() {
		Zipf zipf = new Zipf(4);
		SplittableRandom random = new SplittableRandom(1);
		int[] drawn = new int[5];

		for (int i = 0; i < 25_000; i++) {
			drawn[zipf.next(random)]++;
		}

		assertThat(drawn[0]).isZero();
		assertThat(drawn[1]).isCloseTo(12_000, within(400));
		assertThat(drawn[2]).isCloseTo(6_000, within(400));
		assertThat(drawn[3]).isCloseTo(4_000, within(400));
		assertThat(drawn[4]).isCloseTo(3_000, within(400));
	}

}
