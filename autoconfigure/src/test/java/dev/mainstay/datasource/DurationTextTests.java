package dev.mainstay.datasource;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DurationText}.
 */
class DurationTextTests {

	@ParameterizedTest
	@CsvSource({ "PT0S,0s", "PT0.5S,500ms", "PT1.5S,1500ms", "PT1S,1s", "PT59S,59s", "PT60S,60s", "PT90S,90s",
			"PT2M,2m", "PT30M,30m", "PT1H,1h", "PT90M,90m", "PT36H,36h" })
	void saysDurationsAsTheyAreTyped(Duration duration, String text) {
		assertThat(DurationText.of(duration)).isEqualTo(text);
		assertThat(DurationStyle.detectAndParse(text)).isEqualTo(duration);
	}

	@ParameterizedTest
	@CsvSource({ "PT0.0005S,0s", "PT1.0009S,1s" })
	void dropsWhatIsShorterThanAMillisecond(Duration duration, String text) {
		assertThat(DurationText.of(duration)).isEqualTo(text);
	}

}
