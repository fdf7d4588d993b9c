package dev.mainstay.benchmark.overload;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.mainstay.testsupport.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link OverloadComparison} runs; how much is served is not looked at.
 */
@ExtendWith(OutputCaptureExtension.class)
class OverloadComparisonTests {

	@Test
	void comparesEverybody(CapturedOutput output) throws Exception {
		new OverloadComparison(PostgresServer.shared(), Duration.ofMillis(500), Duration.ofMillis(200)).compare();

		for (Contestant contestant : OverloadComparison.CONTESTANTS) {
			assertThat(output.getOut().lines().filter((line) -> line.contains("| " + contestant + " |"))).hasSize(4);
		}
	}

}
