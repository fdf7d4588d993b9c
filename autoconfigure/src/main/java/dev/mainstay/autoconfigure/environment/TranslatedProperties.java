package dev.mainstay.autoconfigure.environment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.env.PropertySource;

/**
 * Properties that were read from other names and remember where those stood.
 */
final class TranslatedProperties {

	private final Map<String, OriginTrackedValue> values = new LinkedHashMap<>();

	void put(String property, String value, Origin origin) {
		this.values.put(property, OriginTrackedValue.of(value, origin));
	}

	Optional<PropertySource<?>> toPropertySource(String name) {
		return this.values.isEmpty() ? Optional.empty()
				: Optional.of(new OriginTrackedMapPropertySource(name, Collections.unmodifiableMap(this.values), true));
	}

}
