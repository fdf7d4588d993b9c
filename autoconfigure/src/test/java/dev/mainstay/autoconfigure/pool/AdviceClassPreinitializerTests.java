package dev.mainstay.autoconfigure.pool;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AdviceClassPreinitializer}.
 */
class AdviceClassPreinitializerTests {

	private final AtomicInteger made = new AtomicInteger();

	private final AdviceClassPreinitializer preinitializer = new AdviceClassPreinitializer(this.made::incrementAndGet);

	@AfterEach
	void endAotProcessing() {
		System.clearProperty(AbstractAotProcessor.AOT_PROCESSING);
	}

	@Test
	void isFoundBySpringBoot() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(BackgroundPreinitializer.class))
			.hasAtLeastOneElementOfType(AdviceClassPreinitializer.class);
	}

	@Test
	void makesTheClass() {
		this.preinitializer.preinitialize();

		assertThat(this.made).hasValue(1);
	}

	@Test
	void leavesTheClassToAotProcessing() {
		System.setProperty(AbstractAotProcessor.AOT_PROCESSING, "true");

		this.preinitializer.preinitialize();

		assertThat(this.made).hasValue(0);
	}

}
