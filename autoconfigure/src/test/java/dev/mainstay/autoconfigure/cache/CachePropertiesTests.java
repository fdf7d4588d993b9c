package dev.mainstay.autoconfigure.cache;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.StandardEnvironment;

import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.cache.store.CacheStrategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link CacheProperties}.
 */
class CachePropertiesTests {

	@Test
	void hasDefaults() {
		CacheProperties properties = bind();

		assertThat(properties.enabled()).isTrue();
		assertThat(properties.strategy()).isEqualTo(CacheStrategy.ADAPTIVE);
		assertThat(properties.baseTtl()).isEqualTo(Duration.ofSeconds(300));
		assertThat(properties.minTtl()).isEqualTo(Duration.ofSeconds(30));
		assertThat(properties.maxTtl()).isNull();
		assertThat(properties.frequentThreshold()).isEqualTo(5);
		assertThat(properties.frequentMultiplier()).isEqualTo(2);
		assertThat(properties.slowThreshold()).isEqualTo(Duration.ofSeconds(1));
		assertThat(properties.slowMultiplier()).isEqualTo(3);
		assertThat(properties.timeSensitiveMaxTtl()).isEqualTo(Duration.ofSeconds(60));
		assertThat(properties.maxBytes()).isEqualTo(64L << 20);
		assertThat(properties.invalidation()).isEqualTo(CacheInvalidation.LOCAL);
		assertThat(properties.sideEffects()).isEmpty();
	}

	@Test
	void readsValues() {
		CacheProperties properties = bind("db.cache.base-ttl=60", "db.cache.strategy=lru", "db.cache.max-weight=5MB",
				"db.cache.side-effects.Order_Line=Stock, AUDIT_LOG", "db.cache.side-effects[close_month]=booking");

		assertThat(properties.baseTtl()).isEqualTo(Duration.ofSeconds(60));
		assertThat(properties.strategy()).isEqualTo(CacheStrategy.LRU);
		assertThat(properties.maxBytes()).isEqualTo(5L << 20);
		assertThat(properties.sideEffects())
			.isEqualTo(Map.of("order_line", Set.of("stock", "audit_log"), "close_month", Set.of("booking")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			base-ttl             | 10s  | must not be shorter than db.cache.min-ttl
			base-ttl             | 30d  | must be at most 24 days
			min-ttl              | 0s   | must be at least 1s
			max-ttl              | 1m   | must not be shorter than db.cache.base-ttl
			max-ttl              | 0s   | must be at least 1s
			max-size             | 0    | must be from 1 to 10000000
			max-weight           | 10KB | must be from 1MB to 1TB
			frequent-threshold   | 0    | must be at least 1
			frequent-threshold   | 1000 | must be at most 200
			frequent-multiplier  | 0.5  | must be at least 1.0
			slow-multiplier      | NaN  | must be at least 1.0
			slow-multiplier      | 5000 | must be at most 1000
			slow-threshold       | 0s   | must be at least 1ms
			time-sensitive-max-ttl | 0s | must be at least 1s
			side-effects.orders  | ,    | names no table
			""")
	void saysWhatIsWrong(String name, String value, String reason) {
		String property = "db.cache." + name;

		assertThatException().isThrownBy(() -> bind(property + "=" + value)).satisfies((ex) -> {
			Throwable cause = NestedExceptionUtils.getMostSpecificCause(ex);
			assertThat(cause).isInstanceOfSatisfying(InvalidPropertyException.class, (invalid) -> {
				assertThat(invalid.getProperty()).isEqualTo(property);
				assertThat(invalid.getReason()).isEqualTo(reason);
				assertThat(invalid.getAction()).contains("Type ");
			});
		});
	}

	private static CacheProperties bind(String... properties) {
		StandardEnvironment environment = new StandardEnvironment();
		TestPropertyValues.of(properties).applyTo(environment);
		return Binder.get(environment).bindOrCreate("db.cache", CacheProperties.class);
	}

}
