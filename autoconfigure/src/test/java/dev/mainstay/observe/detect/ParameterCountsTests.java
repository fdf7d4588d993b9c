package dev.mainstay.observe.detect;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ParameterCounts}.
 */
class ParameterCountsTests {

	@Test
	void countsLikeAMap() {
		ParameterCounts counts = new ParameterCounts(1000);
		Map<Integer, Integer> expected = new HashMap<>();
		Random random = new Random(7);
		for (int i = 0; i < 5000; i++) {
			int key = random.nextInt(400) * 0x10000;
			assertThat(counts.add(key)).isEqualTo(expected.merge(key, 1, Integer::sum));
			assertThat(counts.distinct()).isEqualTo(expected.size());
		}
	}

	@Test
	void doesNotGrowWithoutBounds() {
		ParameterCounts counts = new ParameterCounts(64);
		for (int key = 0; key < 10_000; key++) {
			assertThat(counts.add(key)).isEqualTo((key < 64) ? 1 : 0);
		}
		assertThat(counts.distinct()).isEqualTo(64);
		assertThat(counts.add(3)).isEqualTo(2);
	}

	@Test
	void forgetsCountsButNotTheSets() {
		ParameterCounts counts = new ParameterCounts(64);
		counts.add(1);
		counts.add(1);
		counts.add(2);
		counts.add(2);
		counts.forgetCounts();
		assertThat(counts.distinct()).isEqualTo(2);
		assertThat(counts.add(1)).isEqualTo(1);
		assertThat(counts.add(2)).isEqualTo(1);
		assertThat(counts.distinct()).isEqualTo(2);
	}

	@Test
	void beginsAnew() {
		ParameterCounts counts = new ParameterCounts(64);
		counts.add(1);
		counts.add(2);
		counts.clear();
		assertThat(counts.distinct()).isZero();
		assertThat(counts.add(2)).isEqualTo(1);
		assertThat(counts.add(2)).isEqualTo(2);
	}

}
