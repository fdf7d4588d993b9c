package dev.mainstay.benchmark;

import java.util.Map;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import dev.mainstay.autoconfigure.cache.CacheProperties;
import dev.mainstay.cache.store.StoreSettings;

/**
 * The settings of a cache as they are by default, but for its room.
 */
final class CacheSettings {

	private CacheSettings() {
	}

	static StoreSettings withRoom(long maxSize, long maxBytes) {
		return new Binder(new MapConfigurationPropertySource(
				Map.of("db.cache.max-size", maxSize, "db.cache.max-weight", maxBytes + "B")))
			.bindOrCreate("db.cache", CacheProperties.class);
	}

}
