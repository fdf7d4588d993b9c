package dev.mainstay.cache.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Shape}.
 */
class ShapeTests {

	private final Shape shape = new Shape("method", 10);

	private int questions;

	@Test
	void keepsOnlyASampleOfAnswersThatAreNeverUsed() {
		fill(Shape.SHORTEST_WINDOW - 1);
		boolean before = this.shape.isSampling();

		fill(1);

		assertThat(before).isFalse();
		assertThat(this.shape.isSampling()).isTrue();
		assertThat(admitted(500)).isEqualTo(10);
	}

	@Test
	void keepsAnswersThatAreNeverUsedAsLongAsThereIsRoom() {
		Shape roomy = new Shape("method", 1000);
		for (int i = 0; i < 999; i++) {
			roomy.filled();
		}
		boolean before = roomy.isSampling();

		roomy.filled();

		assertThat(before).isFalse();
		assertThat(roomy.isSampling()).isTrue();
	}

	@Test
	void keepsAnswersOfWhichFewAreUsed() {
		for (int window = 0; window < 5; window++) {
			use(Shape.SHORTEST_WINDOW / Shape.FILLS_PER_HIT);
			fill(Shape.SHORTEST_WINDOW);
		}

		assertThat(this.shape.isSampling()).isFalse();
		assertThat(admitted(500)).isEqualTo(500);
	}

	@Test
	void countsOnlyTheUsesOfTheLastWindow() {
		use(1_000_000);
		fill(Shape.SHORTEST_WINDOW);
		boolean before = this.shape.isSampling();

		fill(Shape.SHORTEST_WINDOW);

		assertThat(before).isFalse();
		assertThat(this.shape.isSampling()).isTrue();
	}

	@Test
	void keepsAllAgainWhenTheSampleIsUsed() {
		fill(Shape.SHORTEST_WINDOW);
		fill(Shape.SAMPLES);
		boolean unused = this.shape.isSampling();

		use(1);
		fill(Shape.SAMPLES);

		assertThat(unused).isTrue();
		assertThat(this.shape.isSampling()).isFalse();
	}

	@Test
	void keepsWhatIsAskedForASecondTimeWhileOnlyASampleIsKept() {
		fill(Shape.SHORTEST_WINDOW);
		boolean first = this.shape.admits("question");

		assertThat(first).isFalse();
		assertThat(this.shape.admits("question")).isTrue();
		assertThat(this.shape.admits("other")).isFalse();
	}

	@Test
	void countsWhatManyThreadsDo() throws Exception {
		CountDownLatch start = new CountDownLatch(1);
		ExecutorService threads = Executors.newFixedThreadPool(4);
		List<Future<?>> results = new ArrayList<>();
		for (int thread = 0; thread < 4; thread++) {
			results.add(threads.submit(() -> {
				start.await();
				for (int i = 0; i < 10_000; i++) {
					this.shape.hit(3);
					this.shape.miss();
					this.shape.outdated();
					this.shape.loaded(5);
					this.shape.filled();
					this.shape.bypassed("reason " + i % 3);
					this.shape.refused("reason " + i % 1000);
				}
				return null;
			}));
		}
		start.countDown();
		for (Future<?> result : results) {
			result.get();
		}
		threads.shutdown();

		ShapeStatistics statistics = this.shape.statistics();

		assertThat(statistics.hits()).isEqualTo(40_000);
		assertThat(statistics.misses()).isEqualTo(40_000);
		assertThat(statistics.outdated()).isEqualTo(40_000);
		assertThat(statistics.fills()).isEqualTo(40_000);
		assertThat(statistics.loads()).isEqualTo(40_000);
		assertThat(statistics.loadNanos()).isEqualTo(200_000);
		assertThat(statistics.savedNanos()).isEqualTo(120_000);
		assertThat(statistics.hitRatio()).isEqualTo(0.5);
		assertThat(statistics.bypasses()).hasSize(3);
		assertThat(statistics.refusals()).hasSizeLessThan(40).containsKey("other");
		assertThat(statistics.refusals().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(40_000);
	}

	private void fill(int times) {
		for (int i = 0; i < times; i++) {
			this.shape.filled();
		}
	}

	private void use(int times) {
		for (int i = 0; i < times; i++) {
			this.shape.hit(1);
		}
	}

	private int admitted(int asked) {
		int admitted = 0;
		for (int i = 0; i < asked; i++) {
			if (this.shape.admits(++this.questions)) {
				admitted++;
			}
		}
		return admitted;
	}

}
