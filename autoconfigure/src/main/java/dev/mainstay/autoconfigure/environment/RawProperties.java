package dev.mainstay.autoconfigure.environment;

import java.util.Optional;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.StringUtils;

/**
 * The values of an environment under exact names, with no placeholder resolved and no
 * name relaxed, each with its origin.
 */
final class RawProperties {

	private final ConfigurableEnvironment environment;

	RawProperties(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	/*
	 * The value of highest precedence; a blank one hides those below and counts as
	 * absent.
	 */
	Optional<RawProperty> find(String name) {
		return this.environment.getPropertySources()
			.stream()
			.filter((source) -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
			.filter((source) -> source.containsProperty(name))
			.findFirst()
			.flatMap((source) -> read(source, name));
	}

	private static Optional<RawProperty> read(PropertySource<?> source, String name) {
		Object value = source.getProperty(name);
		return (value != null && StringUtils.hasText(value.toString()))
				? Optional.of(new RawProperty(value.toString(), PropertySourceOrigin.get(source, name)))
				: Optional.empty();
	}

	/**
	 * One such value.
	 *
	 * @param value text as it was typed
	 * @param origin where it was typed
	 */
	record RawProperty(String value, Origin origin) {

		@Override
		public String toString() {
			return this.origin.toString();
		}

	}

}
