package dev.mainstay.autoconfigure.cache.cluster;

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
 * Tests for {@link SharedCacheProperties}.
 */
class SharedCachePropertiesTests {

	@Test
	void hasDefaults() {
		SharedCacheProperties properties = bind();

		assertThat(properties.shared()).isFalse();
		assertThat(properties.timeout()).isEqualTo(Duration.ofMillis(100));
		assertThat(properties.compressAboveBytes()).isEqualTo(4096);
		assertThat(properties.maxAnswerBytes()).isEqualTo(1 << 20);
		assertThat(properties.version()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "timeout=0s", "timeout=11s", "compress-above=-1", "compress-above=65MB", "max-answer-size=100B",
			"max-answer-size=65MB" })
	void saysWhatToTypeInstead(String property) {
		assertThatException().isThrownBy(() -> bind("db.cache.redis." + property))
			.extracting(NestedExceptionUtils::getMostSpecificCause)
			.isInstanceOfSatisfying(InvalidPropertyException.class,
					(ex) -> assertThat(ex).hasMessageContaining("db.cache.redis." + property.split("=")[0]));
	}

	private static SharedCacheProperties bind(String... properties) {
		StandardEnvironment environment = new StandardEnvironment();
		TestPropertyValues.of(properties).applyTo(environment);
		return Binder.get(environment).bindOrCreate("db.cache.redis", SharedCacheProperties.class);
	}

}
