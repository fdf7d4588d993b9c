package dev.mainstay.autoconfigure.environment;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Seconds}.
 */
class SecondsTests {

	@ParameterizedTest
	@CsvSource({ "30,30s", "0,0s", "-1,-1s", "0.5,500ms", ".25,250ms", "1.0,1s", "2.,2s", "0.0001,1ms", "-0.5,-500ms",
			"' 30 ',30s" })
	void readsPlainNumbersAsSeconds(String text, String duration) {
		assertThat(Seconds.toDuration(text)).isEqualTo(duration);
	}

	@ParameterizedTest
	@ValueSource(strings = { "30s", "500ms", "PT0.5S", "abc", "0,5", "1e9", "", ".", "99999999999999999999", "${X}" })
	void leavesEverythingElseAlone(String text) {
		assertThat(Seconds.toDuration(text)).isEqualTo(text);
		assertThat(Seconds.isFraction(text)).isFalse();
	}

}
