package dev.mainstay.autoconfigure.environment;

import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.PlaceholderResolutionException;

import dev.mainstay.autoconfigure.environment.RawProperties.RawProperty;
import dev.mainstay.autoconfigure.environment.url.DatabaseUrl;
import dev.mainstay.autoconfigure.environment.url.DatabaseUrlException;

/**
 * The application's data source, as far as {@code DATABASE_URL} may address it.
 */
final class DataSourceAddress {

	static final String NAME = "DATABASE_URL";

	private static final List<String> ADDRESSES_OF_THE_USER = List.of("spring.datasource.url",
			"spring.datasource.jndi-name", "spring.datasource.hikari.jdbc-url",
			"spring.datasource.hikari.data-source-class-name");

	private final ConfigurableEnvironment environment;

	private final Predicate<String> driverPresent;

	DataSourceAddress(ConfigurableEnvironment environment, Predicate<String> driverPresent) {
		this.environment = environment;
		this.driverPresent = driverPresent;
	}

	void translate(RawProperty raw, TranslatedProperties target) {
		if (ADDRESSES_OF_THE_USER.stream().anyMatch(this::isSet)) {
			return;
		}
		DatabaseUrl url = parse(raw);
		put(target, "spring.datasource.url", url.jdbcUrl(), raw.origin());
		putUnlessSet(target, "spring.datasource.username", url.username(), raw.origin());
		putUnlessSet(target, "spring.datasource.password", url.password(), raw.origin());
	}

	private DatabaseUrl parse(RawProperty raw) {
		String text = resolve(raw.value());
		try {
			return DatabaseUrl.parse(text, this.driverPresent);
		}
		catch (DatabaseUrlException ex) {
			throw new InvalidPropertyException(NAME, DatabaseUrl.mask(text), ex.getReason(),
					ex.getAction() + " If DATABASE_URL is not meant for this application, set spring.datasource.url or"
							+ " db.environment.enabled=false: with either, Mainstay ignores it.",
					raw.origin());
		}
	}

	private String resolve(String text) {
		try {
			return this.environment.resolvePlaceholders(text);
		}
		catch (PlaceholderResolutionException ex) {
			// Circular; the exception tells the whole text, password included.
			return text;
		}
	}

	private void putUnlessSet(TranslatedProperties target, String property, @Nullable String value, Origin origin) {
		if (value != null && !isSet(property)) {
			put(target, property, value, origin);
		}
	}

	// SpringApplication's default properties are what holds when nobody says anything.
	private boolean isSet(String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (!isDefault(source) && source.getConfigurationProperty(name) != null) {
				return true;
			}
		}
		return false;
	}

	private static boolean isDefault(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof PropertySource<?> propertySource
				&& DefaultPropertiesPropertySource.hasMatchingName(propertySource);
	}

	// All placeholders are resolved by now: what still looks like one is part of a value.
	private static void put(TranslatedProperties target, String property, String value, Origin origin) {
		target.put(property, value.replace("${", "\\${"), origin);
	}

}
