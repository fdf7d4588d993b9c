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
 * Tests that {@link SegmentComparison} runs; how long requests take is not looked at.
 */
@ExtendWith(OutputCaptureExtension.class)
class SegmentComparisonTests {

	@Test
	void comparesSegments(CapturedOutput output) throws Exception {
		List<Contestant> contestants = List.of(Contestant.MAINSTAY_SEGMENTS);
		new SegmentComparison(PostgresServer.shared(), Duration.ofMillis(500)).compare(contestants);

		assertThat(output.getOut().lines().filter((line) -> line.startsWith("| MAINSTAY_SEGMENTS |"))).hasSize(1);
	}

}
