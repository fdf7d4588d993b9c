package dev.mainstay.autoconfigure.pool;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.pool.PoolSettings;
import dev.mainstay.pool.session.SessionGuard;
import dev.mainstay.pool.session.SessionSettings;

/**
 * What holds for each data source: {@code db.pool} and {@code db.session}, unless
 * {@code db.data-sources.<name>} says otherwise.
 */
final class DataSourceConfigurations {

	private final Environment environment;

	private final Binder binder;

	DataSourceConfigurations(Environment environment) {
		this.environment = environment;
		this.binder = Binder.get(environment);
	}

	/**
	 * Return whether a data source is to be advised at all. Asked for at run time, since
	 * conditions of an application that was processed ahead of time are decided already.
	 * @param name the bean name
	 * @return whether it is in our care
	 */
	boolean isEnabled(String name) {
		return flag("db.enabled") && flag(own(name) + ".enabled");
	}

	private boolean flag(String property) {
		return this.binder.bind(property, Boolean.class).orElse(true);
	}

	@Nullable PoolSettings pool(String name) {
		PoolProperties properties = bind(name, "pool", PoolProperties.class);
		return properties.enabled() ? properties : null;
	}

	@Nullable SessionSettings session(String name) {
		SessionProperties properties = bind(name, "session", SessionProperties.class);
		if (!properties.enabled()) {
			return null;
		}
		String applicationName = StringUtils.hasText(properties.applicationName()) ? properties.applicationName()
				: this.environment.getProperty("spring.application.name");
		return new ConfiguredSession(properties, applicationName, explicit(name));
	}

	private Set<SessionGuard> explicit(String name) {
		Set<SessionGuard> explicit = EnumSet.noneOf(SessionGuard.class);
		for (SessionGuard guard : SessionGuard.values()) {
			String overridden = own(name) + guard.property().substring("db".length());
			if (isSet(guard.property()) || isSet(overridden)) {
				explicit.add(guard);
			}
		}
		return explicit;
	}

	private boolean isSet(String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source.getConfigurationProperty(name) != null) {
				return true;
			}
		}
		return false;
	}

	private <T> T bind(String name, String group, Class<T> type) {
		String shared = "db." + group;
		Map<String, String> overrides = map(own(name) + "." + group);
		if (overrides.isEmpty()) {
			return this.binder.bindOrCreate(shared, type);
		}
		Map<ConfigurationPropertyName, String> merged = new LinkedHashMap<>();
		map(shared).forEach((key, value) -> merged.put(ConfigurationPropertyName.adapt(key, '.'), value));
		overrides.forEach((key, value) -> merged.put(ConfigurationPropertyName.adapt(key, '.'), value));
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		merged.forEach((key, value) -> source.put(shared + "." + key, value));
		try {
			return new Binder(source).bindOrCreate(shared, type);
		}
		catch (RuntimeException ex) {
			throw renamed(ex, shared, own(name) + "." + group, overrides);
		}
	}

	// The values were checked under the shared name; the message must name the one typed.
	private static RuntimeException renamed(RuntimeException failure, String shared, String own,
			Map<String, String> overrides) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof InvalidPropertyException invalid && invalid.getProperty().startsWith(shared + ".")) {
				String key = invalid.getProperty().substring(shared.length() + 1);
				if (overrides.containsKey(key)) {
					return new InvalidPropertyException(own + "." + key, invalid.getValue(), invalid.getReason(),
							invalid.getAction().replace(invalid.getProperty(), own + "." + key));
				}
			}
		}
		return failure;
	}

	private Map<String, String> map(String prefix) {
		return this.binder.bind(prefix, Bindable.mapOf(String.class, String.class)).orElse(Map.of());
	}

	private static String own(String name) {
		return "db.data-sources." + ConfigurationPropertyName.adapt(name, '.').toString().replace(".", "");
	}

}
