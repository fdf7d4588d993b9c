package dev.mainstay.autoconfigure.environment;

import java.util.Arrays;
import java.util.Optional;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.ClassUtils;

/**
 * Makes properties of {@code DATABASE_URL} and the {@code DB_*} names, in two sources:
 * {@value #TRANSLATED}, above nothing but {@code SpringApplication}'s default properties,
 * and {@value #FRACTIONS}, directly above the system environment, with the fractional
 * seconds that relaxed binding finds there itself but can't read.
 */
public final class DatabaseEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	static final String TRANSLATED = "mainstayEnvironment";

	static final String FRACTIONS = "mainstayEnvironmentFractions";

	/*
	 * Spring Cloud marks its bootstrap context with this source. What we put there would
	 * come back as a setting of the user in the environment of the application.
	 */
	private static final String CLOUD_BOOTSTRAP = "bootstrap";

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		MutablePropertySources sources = environment.getPropertySources();
		sources.remove(TRANSLATED);
		sources.remove(FRACTIONS);
		if (!sources.contains(CLOUD_BOOTSTRAP) && isEnabled(environment)) {
			translate(environment, application.getClassLoader()).ifPresent((source) -> addLast(sources, source));
			fractions(sources).ifPresent(
					(source) -> sources.addBefore(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, source));
		}
	}

	private static boolean isEnabled(ConfigurableEnvironment environment) {
		Binder binder = Binder.get(environment);
		return binder.bind("db.enabled", Boolean.class).orElse(true)
				&& binder.bind("db.environment.enabled", Boolean.class).orElse(true);
	}

	private static Optional<PropertySource<?>> translate(ConfigurableEnvironment environment, ClassLoader classLoader) {
		RawProperties raw = new RawProperties(environment);
		TranslatedProperties translated = new TranslatedProperties();
		DataSourceAddress address = new DataSourceAddress(environment,
				(driver) -> ClassUtils.isPresent(driver, classLoader));
		raw.find(DataSourceAddress.NAME).ifPresent((property) -> address.translate(property, translated));
		raw.find(SqlEcho.NAME).ifPresent((property) -> SqlEcho.translate(property, translated));
		for (EnvironmentName name : EnvironmentName.values()) {
			raw.find(name.name())
				.ifPresent((property) -> translated.put(name.property(), name.translate(property.value()),
						property.origin()));
		}
		return translated.toPropertySource(TRANSLATED);
	}

	private static Optional<PropertySource<?>> fractions(MutablePropertySources sources) {
		TranslatedProperties fractions = new TranslatedProperties();
		PropertySource<?> systemEnvironment = sources.get(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
		ConfigurationPropertySource source = (systemEnvironment != null)
				? ConfigurationPropertySource.from(systemEnvironment) : null;
		if (source != null) {
			Arrays.stream(EnvironmentName.values()).forEach((name) -> addFraction(name, source, fractions));
		}
		return fractions.toPropertySource(FRACTIONS);
	}

	private static void addFraction(EnvironmentName name, ConfigurationPropertySource source,
			TranslatedProperties target) {
		ConfigurationProperty property = source.getConfigurationProperty(ConfigurationPropertyName.of(name.property()));
		if (property != null && property.getOrigin() != null && name.isFraction(property.getValue().toString())) {
			target.put(name.property(), name.translate(property.getValue().toString()), property.getOrigin());
		}
	}

	private static void addLast(MutablePropertySources sources, PropertySource<?> source) {
		sources.addLast(source);
		DefaultPropertiesPropertySource.moveToEnd(sources);
	}

}
