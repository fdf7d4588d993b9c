package dev.mainstay.benchmark.ledger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link LedgerComparison} runs; what it finds is not looked at.
 */
@ExtendWith(OutputCaptureExtension.class)
class LedgerComparisonTests {

	@Test
	void comparesEverybody(CapturedOutput output) throws Exception {
		LedgerComparison.main(new String[] { "50", "1", "postgresql" });

		assertThat(output.getOut().lines().filter((line) -> line.startsWith("| " + Contestant.MAINSTAY + " |")))
			.hasSize(3);
	}

}
