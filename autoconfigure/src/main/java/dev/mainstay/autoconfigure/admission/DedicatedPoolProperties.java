package dev.mainstay.autoconfigure.admission;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

import dev.mainstay.autoconfigure.pool.DataSourceConfigurations;

/**
 * What the segments with a pool of their own say of its data source, as properties of
 * that data source below everything that the user says of it.
 */
final class DedicatedPoolProperties {

	private static final String SOURCE = "mainstayDedicatedPools";

	private DedicatedPoolProperties() {
	}

	/**
	 * Return the segments that have a pool of their own.
	 * @param environment the environment
	 * @return the segments by name; none if segments are switched off
	 */
	static Map<String, SegmentProperties.Segment> segments(Environment environment) {
		Binder binder = Binder.get(environment);
		Map<String, SegmentProperties.Segment> segments = new LinkedHashMap<>();
		if (binder.bind("db.enabled", Boolean.class).orElse(true)
				&& binder.bind("db.admission.enabled", Boolean.class).orElse(true)) {
			binder.bind(SegmentProperties.PREFIX, Bindable.mapOf(String.class, SegmentProperties.Segment.class))
				.orElseGet(Map::of)
				.forEach((name, segment) -> {
					// Without a size the start fails later, with a message.
					if (segment.dedicated() && segment.max() != null) {
						segments.put(name, segment);
					}
				});
		}
		return segments;
	}

	static void addTo(ConfigurableEnvironment environment) {
		environment.getPropertySources().remove(SOURCE);
		Map<String, Object> properties = new LinkedHashMap<>();
		segments(environment).forEach((name, segment) -> describe(environment, name, segment, properties));
		if (!properties.isEmpty()) {
			environment.getPropertySources().addLast(new MapPropertySource(SOURCE, properties));
			DefaultPropertiesPropertySource.moveToEnd(environment);
		}
	}

	private static void describe(Environment environment, String name, SegmentProperties.Segment segment,
			Map<String, Object> properties) {
		String prefix = DataSourceConfigurations.prefix(DedicatedPools.beanName(name));
		properties.put(prefix + ".pool.size", segment.base());
		properties.put(prefix + ".pool.max-overflow", Math.max(0, segment.maximum() - segment.base()));
		properties.put(prefix + ".session.application-name", applicationName(environment, name));
		if (segment.statementTimeout() != null) {
			properties.put(prefix + ".session.statement-timeout", segment.statementTimeout().toMillis() + "ms");
		}
	}

	private static String applicationName(Environment environment, String segment) {
		String shared = environment.getProperty("db.session.application-name");
		String application = StringUtils.hasText(shared) ? shared : environment.getProperty("spring.application.name");
		return StringUtils.hasText(application) ? application + ":" + segment : segment;
	}

}
