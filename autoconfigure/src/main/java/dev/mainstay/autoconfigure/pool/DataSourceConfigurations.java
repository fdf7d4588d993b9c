package dev.mainstay.autoconfigure.pool;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
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
public final class DataSourceConfigurations {

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
		return flag("db.enabled") && flag(prefix(name) + ".enabled");
	}

	/**
	 * Return whether a group of properties holds for a data source.
	 * @param name the bean name
	 * @param group the name of the group, such as {@code segments}
	 * @return whether it was not switched off
	 */
	public boolean isEnabled(String name, String group) {
		return flag(prefix(name) + "." + group + ".enabled");
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
			String overridden = prefix(name) + guard.property().substring("db".length());
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

	/**
	 * Return the properties of a group that hold for a data source.
	 * @param <T> the type of the properties
	 * @param name the bean name
	 * @param group the name of the group below {@code db}, such as {@code pool.scaling}
	 * @param type the type of the properties
	 * @return those of the data source, and those of all for what is not said of it
	 */
	public <T> T bind(String name, String group, Class<T> type) {
		// The shared properties are bound first, so that a bad value among them is told
		// by
		// the name under which it was typed.
		ConfigurationPropertyName shared = ConfigurationPropertyName.of("db." + group);
		ConfigurationPropertyName own = ConfigurationPropertyName.of(prefix(name) + "." + group);
		T common = this.binder.bindOrCreate(shared.toString(), type);
		Iterable<ConfigurationPropertySource> sources = ConfigurationPropertySources.get(this.environment);
		List<ConfigurationPropertySource> all = new ArrayList<>();
		sources.forEach(all::add);
		if (all.stream().allMatch((source) -> source.containsDescendantOf(own) == ConfigurationPropertyState.ABSENT)) {
			return common;
		}
		all.add(new SharedSource(List.copyOf(all), own, shared));
		try {
			return new Binder(all, new PropertySourcesPlaceholdersResolver(this.environment))
				.bindOrCreate(own.toString(), type);
		}
		catch (RuntimeException ex) {
			throw renamed(ex, shared.toString(), own.toString());
		}
	}

	// The properties check themselves under the shared name; the message must name the
	// one typed.
	private RuntimeException renamed(RuntimeException failure, String shared, String own) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof InvalidPropertyException invalid && invalid.getProperty().startsWith(shared + ".")) {
				String typed = own + invalid.getProperty().substring(shared.length());
				if (isSet(typed)) {
					return new InvalidPropertyException(typed, invalid.getValue(), invalid.getReason(),
							invalid.getAction().replace(invalid.getProperty(), typed));
				}
			}
		}
		return failure;
	}

	/**
	 * Return under which prefix a property that holds for a data source was typed.
	 * @param name the bean name
	 * @param group the name of the group below {@code db}
	 * @param property the name of the property within the group
	 * @return the prefix of its own properties, or that of all data sources
	 */
	public String prefix(String name, String group, String property) {
		String own = prefix(name) + "." + group;
		return isSet(own + "." + property) ? own : "db." + group;
	}

	/**
	 * Return where the properties of one data source are.
	 * @param name the bean name
	 * @return the prefix of their names
	 */
	public static String prefix(String name) {
		return "db.data-sources." + ConfigurationPropertyName.adapt(name, '.').toString().replace(".", "");
	}

	/**
	 * Answers for the properties of one data source with those that all share.
	 */
	private record SharedSource(List<ConfigurationPropertySource> sources, ConfigurationPropertyName own,
			ConfigurationPropertyName shared) implements ConfigurationPropertySource {

		@Override
		public @Nullable ConfigurationProperty getConfigurationProperty(ConfigurationPropertyName name) {
			if (!this.own.isAncestorOf(name)) {
				return null;
			}
			ConfigurationPropertyName other = this.shared.append(name.subName(this.own.getNumberOfElements()));
			return this.sources.stream()
				.map((source) -> source.getConfigurationProperty(other))
				.filter(Objects::nonNull)
				.findFirst()
				.orElse(null);
		}

	}

}
