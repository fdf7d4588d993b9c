package dev.mainstay.benchmark.cache;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.mainstay.testsupport.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link CacheComparison} runs and that Mainstay never serves what is out of
 * date; how much the caches save is not looked at.
 */
@ExtendWith(OutputCaptureExtension.class)
class CacheComparisonTests {

	@Test
	void comparesEverybody(CapturedOutput output) throws Exception {
		new CacheComparison(PostgresServer.shared(), 200, Duration.ofMillis(300)).race(true);

		for (CacheVariant variant : CacheVariant.values()) {
			assertThat(output.getOut().lines().filter((line) -> line.startsWith("| " + variant + " |"))).hasSize(1);
		}
		assertThat(output.getOut().lines().filter((line) -> line.startsWith("| " + CacheVariant.MAINSTAY + " |")))
			.allSatisfy((line) -> assertThat(line).endsWith("| 0 | 0 | 0 | 0 |"));
	}

}
