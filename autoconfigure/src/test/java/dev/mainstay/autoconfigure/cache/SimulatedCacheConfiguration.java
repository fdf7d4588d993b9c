package dev.mainstay.autoconfigure.cache;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.mainstay.cache.invalidation.Invalidations;
import dev.mainstay.cache.read.SimulatedCache;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.version.TagVersions;

/**
 * An application whose cache is simulated.
 */
@Configuration(proxyBeanMethods = false)
public class SimulatedCacheConfiguration {

	@Bean
	SimulatedCache simulatedCache() {
		return new SimulatedCache();
	}

	@Bean
	QueryStore simulatedStore(SimulatedCache cache) {
		return cache.store();
	}

	@Bean
	Invalidations simulatedInvalidations(SimulatedCache cache) {
		return cache.invalidations();
	}

	@Bean
	TagVersions simulatedVersions(SimulatedCache cache) {
		return cache.versions();
	}

}
