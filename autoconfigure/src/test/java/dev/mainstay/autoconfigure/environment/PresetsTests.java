package dev.mainstay.autoconfigure.environment;

import java.util.Arrays;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

import dev.mainstay.autoconfigure.environment.EnvironmentApplication.PoolSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the files under {@code dev/mainstay/presets}.
 */
class PresetsTests {

	private final EnvironmentApplication application = new EnvironmentApplication();

	@ParameterizedTest
	@ValueSource(strings = { "development", "production" })
	void presetsBindAndCanBeOverriddenBelowTheImport(String preset) {
		try (ConfigurableApplicationContext context = this.application.run("--spring.config.name=preset",
				"--preset=" + preset)) {
			ConfigurableEnvironment environment = context.getEnvironment();
			Binder binder = Binder.get(environment);

			assertThat(context.getBean(PoolSettings.class).size()).isEqualTo(preset.equals("production") ? 20 : 5);
			assertThat(context.getBean(PoolSettings.class).maxOverflow()).isEqualTo(99);
			for (String duration : Arrays.asList("db.session.statement-timeout", "db.session.max-age",
					"db.health.interval", "db.health.timeout")) {
				assertThat(binder.bind(duration, String.class).map(DurationStyle::detectAndParse).get()).isPositive();
			}
			assertThat(binder.bind("db.pool.leak-threshold", String.class).isBound())
				.isEqualTo(preset.equals("development"));
		}
	}

}
