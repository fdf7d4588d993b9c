package dev.mainstay.autoconfigure.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

import dev.mainstay.endpoint.DatabaseTopic;

/**
 * Answers for the lists of exposed and excluded endpoints with what all other sources say
 * at the moment, and the reading topics next to {@code database}. Where that is not
 * listed there is no answer, so the other sources stand for themselves. It can list its
 * names: with one source that cannot, everything is bound down to the last nested
 * property, in case that source has it.
 */
final class ExposurePropertySource extends EnumerablePropertySource<Object> {

	static final String NAME = "mainstayExposure";

	private static final Set<String> LISTS = Set.of("management.endpoints.web.exposure.include",
			"management.endpoints.web.exposure.exclude", "management.endpoints.jmx.exposure.include",
			"management.endpoints.jmx.exposure.exclude");

	private final ConfigurableEnvironment environment;

	// The environment is not the source: Boot would look for its sources in here again.
	ExposurePropertySource(ConfigurableEnvironment environment) {
		super(NAME, NAME);
		this.environment = environment;
	}

	@Override
	public String[] getPropertyNames() {
		return LISTS.toArray(String[]::new);
	}

	@Override
	public boolean containsProperty(String name) {
		return getProperty(name) != null;
	}

	@Override
	public @Nullable Object getProperty(String name) {
		if (!LISTS.contains(name)) {
			return null;
		}
		List<PropertySource<?>> others = new ArrayList<>();
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			if (source != this && !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
				others.add(source);
			}
		}
		List<String> ids = new Binder(ConfigurationPropertySources.from(others),
				new PropertySourcesPlaceholdersResolver(others))
			.bind(name, Bindable.listOf(String.class))
			.orElse(List.of());
		if (!ids.contains(DatabaseTopic.ROOT)) {
			return null;
		}
		List<String> extended = new ArrayList<>(ids);
		DatabaseTopic.readOnlyIds().stream().filter((id) -> !ids.contains(id)).forEach(extended::add);
		return String.join(",", extended);
	}

}
