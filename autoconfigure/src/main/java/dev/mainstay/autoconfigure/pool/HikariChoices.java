package dev.mainstay.autoconfigure.pool;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.ApplicationContext;
import org.springframework.util.StringUtils;

import dev.mainstay.pool.UserChoices;

/**
 * Knows what the user set by the configuration properties that a data source bean is
 * bound to, whatever their prefix.
 */
final class HikariChoices implements UserChoices {

	private final ApplicationContext context;

	private final @Nullable String prefix;

	HikariChoices(ApplicationContext context, Object bean, String beanName) {
		this.context = context;
		ConfigurationPropertiesBean bound = ConfigurationPropertiesBean.get(context, bean, beanName);
		this.prefix = (bound != null) ? prefix(bound) : null;
	}

	private static @Nullable String prefix(ConfigurationPropertiesBean bound) {
		String prefix = bound.getAnnotation().prefix();
		return StringUtils.hasText(prefix) ? prefix : null;
	}

	@Override
	public @Nullable String of(String hikariProperty) {
		if (this.prefix == null) {
			return null;
		}
		ConfigurationPropertyName name = ConfigurationPropertyName.of(this.prefix + "." + hikariProperty);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.context.getEnvironment())) {
			if (source.getConfigurationProperty(name) != null) {
				return name.toString();
			}
		}
		return null;
	}

}
