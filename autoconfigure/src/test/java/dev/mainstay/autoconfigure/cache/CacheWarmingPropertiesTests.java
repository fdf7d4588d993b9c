package dev.mainstay.autoconfigure.cache;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.StandardEnvironment;

import dev.mainstay.autoconfigure.environment.InvalidPropertyException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link CacheWarmingProperties}.
 */
class CacheWarmingPropertiesTests {

	@Test
	void hasDefaults() {
		CacheWarmingProperties properties = bind();

		assertThat(properties.enabled()).isTrue();
		assertThat(properties.interval()).isEqualTo(Duration.ofSeconds(1));
		assertThat(properties.threads()).isEqualTo(1);
		assertThat(properties.maxQuestions()).isEqualTo(500);
		assertThat(properties.maxRate()).isEqualTo(20);
		assertThat(properties.maxShare()).isEqualTo(0.1);
	}

	@Test
	void readsValues() {
		CacheWarmingProperties properties = bind("db.cache.warming.interval=5", "db.cache.warming.max-rate=0.5",
				"db.cache.warming.threads=2");

		assertThat(properties.interval()).isEqualTo(Duration.ofSeconds(5));
		assertThat(properties.maxRate()).isEqualTo(0.5);
		assertThat(properties.threads()).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			interval      | 10ms    | must be at least 100ms
			interval      | 2h      | must be at most 1h
			threads       | 0       | must be at least 1
			threads       | 17      | must be at most 16
			max-questions | 0       | must be at least 1
			max-questions | 1000000 | must be at most 100000
			max-rate      | 0       | must be at least 0.01
			max-rate      | NaN     | must be at least 0.01
			max-rate      | 5000    | must be at most 1000
			max-share     | 0       | must be at least 0.01
			max-share     | 1.5     | must be at most 1
			""")
	void saysWhatIsWrong(String name, String value, String reason) {
		String property = "db.cache.warming." + name;

		assertThatException().isThrownBy(() -> bind(property + "=" + value)).satisfies((ex) -> {
			Throwable cause = NestedExceptionUtils.getMostSpecificCause(ex);
			assertThat(cause).isInstanceOfSatisfying(InvalidPropertyException.class, (invalid) -> {
				assertThat(invalid.getProperty()).isEqualTo(property);
				assertThat(invalid.getReason()).isEqualTo(reason);
				assertThat(invalid.getAction()).contains("Type ");
			});
		});
	}

	private static CacheWarmingProperties bind(String... properties) {
		StandardEnvironment environment = new StandardEnvironment();
		TestPropertyValues.of(properties).applyTo(environment);
		return Binder.get(environment).bindOrCreate("db.cache.warming", CacheWarmingProperties.class);
	}

}
