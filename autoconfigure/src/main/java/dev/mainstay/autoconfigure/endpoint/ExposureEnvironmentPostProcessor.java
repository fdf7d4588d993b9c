package dev.mainstay.autoconfigure.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

import dev.mainstay.endpoint.DatabaseTopic;

/**
 * Exposes the reading topics wherever the user exposes {@code database}, so that one word
 * stands for the whole family. Topics that change something are not among them, and
 * nothing is exposed that was not before.
 */
final class ExposureEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	static final String PROPERTY_SOURCE = "mainstayExposure";

	private static final List<String> TECHNOLOGIES = List.of("web", "jmx");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Binder binder = Binder.get(environment);
		if (!binder.bind("db.enabled", Boolean.class).orElse(true)
				|| environment.getPropertySources().contains(PROPERTY_SOURCE)) {
			return;
		}
		Map<String, Object> exposure = new LinkedHashMap<>();
		for (String technology : TECHNOLOGIES) {
			for (String list : List.of("include", "exclude")) {
				extend(binder, "management.endpoints." + technology + ".exposure." + list, exposure);
			}
		}
		if (!exposure.isEmpty()) {
			environment.getPropertySources().addFirst(new MapPropertySource(PROPERTY_SOURCE, exposure));
		}
	}

	private static void extend(Binder binder, String property, Map<String, Object> exposure) {
		List<String> ids = binder.bind(property, Bindable.listOf(String.class)).orElse(List.of());
		if (ids.contains(DatabaseTopic.ROOT)) {
			List<String> extended = new ArrayList<>(ids);
			DatabaseTopic.readOnlyIds().stream().filter((id) -> !ids.contains(id)).forEach(extended::add);
			exposure.put(property, String.join(",", extended));
		}
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
