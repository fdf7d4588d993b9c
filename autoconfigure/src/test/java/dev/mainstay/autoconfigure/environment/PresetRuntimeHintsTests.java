package dev.mainstay.autoconfigure.environment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PresetRuntimeHints}.
 */
class PresetRuntimeHintsTests {

	@ParameterizedTest
	@ValueSource(strings = { "development", "production" })
	void keepsThePresets(String preset) {
		RuntimeHints hints = new RuntimeHints();

		new PresetRuntimeHints().registerHints(hints, getClass().getClassLoader());

		assertThat(RuntimeHintsPredicates.resource().forResource("dev/mainstay/presets/" + preset + ".properties"))
			.accepts(hints);
	}

	@Test
	void isFoundByTheBuildOfTheImage() {
		assertThat(SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)).hasAtLeastOneElementOfType(PresetRuntimeHints.class);
	}

}
