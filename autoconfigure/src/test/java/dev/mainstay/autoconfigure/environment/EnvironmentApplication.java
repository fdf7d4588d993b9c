package dev.mainstay.autoconfigure.environment;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * An application that is started with environment variables of our choice.
 */
final class EnvironmentApplication {

	private final Map<String, Object> variables = new HashMap<>();

	private final SpringApplicationBuilder builder = new SpringApplicationBuilder(Settings.class)
		.web(WebApplicationType.NONE);

	EnvironmentApplication variable(String name, String value) {
		this.variables.put(name, value);
		return this;
	}

	EnvironmentApplication defaultProperties(String... properties) {
		this.builder.properties(properties);
		return this;
	}

	SpringApplicationBuilder builder() {
		return this.builder.environment(environment());
	}

	ConfigurableApplicationContext run(String... arguments) {
		return builder().run(arguments);
	}

	private StandardEnvironment environment() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, this.variables));
		return environment;
	}

	/**
	 * What the application asks its environment for.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(PoolSettings.class)
	static class Settings {

	}

	/**
	 * Choices of a property.
	 */
	enum Policy {

		CODEL, FIRST_COME

	}

	/**
	 * Properties as a feature declares them.
	 */
	@ConfigurationProperties("db.pool")
	record PoolSettings(@DefaultValue("20") int size, @DefaultValue("30") int maxOverflow,
			@DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration timeout,
			@DefaultValue("30m") @DurationUnit(ChronoUnit.SECONDS) Duration recycle,
			@DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration connectTimeout,
			@DefaultValue("true") boolean prePing, @Nullable Policy policy) {

		PoolSettings {
			if (maxOverflow < 0) {
				throw new InvalidPropertyException("db.pool.max-overflow", maxOverflow, "must not be negative",
						"Type db.pool.max-overflow=30, the default, or 0 for none.");
			}
			if (size > 1000) {
				throw new IllegalArgumentException("more than 1000 connections");
			}
		}

	}

}
