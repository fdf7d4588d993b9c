package dev.mainstay.admission.scaling;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErlangC}: exact values of small systems, and examples that planners of
 * call centres publish: 200 calls an hour of 3 minutes each for 14 agents, and 360 calls
 * in half an hour of 4 minutes each for 55.
 */
class ErlangCTests {

	@ParameterizedTest
	@CsvSource({ "1, 0.7, 1, 0.7, 2.3333", "2, 1, 1, 0.3333, 0.3333", "3, 2, 1, 0.4444, 0.4444",
			"14, 10, 180, 0.174, 7.8", "55, 48, 240, 0.239, 8.2" })
	void agreesWithPublishedValues(int servers, double load, double hold, double probability, double wait) {
		assertThat(ErlangC.probability(servers, load)).isCloseTo(probability, Offset.offset(0.0005));
		assertThat(ErlangC.meanWait(servers, load, hold)).isCloseTo(wait, Offset.offset(0.05));
	}

	@Test
	void callersWaitForEverLongerIfTheLoadIsTooMuch() {
		assertThat(ErlangC.probability(10, 10)).isOne();
		assertThat(ErlangC.meanWait(10, 10, 1)).isInfinite();
	}

	@Test
	void nobodyWaitsWhereNobodyComes() {
		assertThat(ErlangC.probability(1, 0)).isZero();
		assertThat(ErlangC.servers(0, 0, 0.01)).isOne();
	}

	@ParameterizedTest
	@CsvSource({ "10, 180, 7.9, 14", "10, 180, 7.8, 15", "48, 240, 8.2, 55", "0.7, 1, 2.4, 1" })
	void findsTheSmallestNumberThatIsEnough(double load, double hold, double target, int servers) {
		assertThat(ErlangC.servers(load, hold, target)).isEqualTo(servers);
	}

	@Test
	void countsHundredsOfServers() {
		int servers = ErlangC.servers(900, 0.05, 0.001);
		assertThat(servers).isBetween(901, 1000);
		assertThat(ErlangC.meanWait(servers, 900, 0.05)).isLessThanOrEqualTo(0.001);
		assertThat(ErlangC.meanWait(servers - 1, 900, 0.05)).isGreaterThan(0.001);
	}

}
