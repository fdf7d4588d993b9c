package dev.mainstay.benchmark.startup;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Sampler}.
 */
class SamplerTests {

	@Test
	void startsTheApplicationWithMainstay() throws IOException, InterruptedException {
		assertThat(new Sampler(Variant.ENABLED, "none").sample().managed()).isTrue();
	}

	@Test
	void startsTheApplicationWithoutMainstay() throws IOException, InterruptedException {
		assertThat(new Sampler(Variant.ABSENT, "none").sample().managed()).isFalse();
	}

	@Test
	void leavesMainstayOutOfTheClassPath() {
		ClassPath complete = ClassPath.ofThisProcess();

		assertThat(Variant.ABSENT.classPath(complete).entries()).hasSize(complete.entries().size() - 1);
	}

}
