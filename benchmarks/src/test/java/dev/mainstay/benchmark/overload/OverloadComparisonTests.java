package dev.mainstay.benchmark.overload;

import java.time.Duration;
import java.util.List;

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
	void sendsEachLoad(CapturedOutput output) throws Exception {
		List<Contestant> contestants = List.of(Contestant.MAINSTAY);
		new OverloadComparison(PostgresServer.shared(), Duration.ofMillis(500), Duration.ofMillis(200))
			.compare(contestants);

		assertThat(output.getOut().lines().filter((line) -> line.contains("| MAINSTAY |"))).hasSize(4);
	}

}
