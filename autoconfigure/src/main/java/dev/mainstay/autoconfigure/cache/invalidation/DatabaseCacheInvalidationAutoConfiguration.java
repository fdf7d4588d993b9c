package dev.mainstay.autoconfigure.cache.invalidation;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import dev.mainstay.cache.invalidation.RequestedInvalidation;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.version.TagVersions;

/**
 * Auto-configuration of invalidation on request.
 */
@AutoConfiguration(afterName = "dev.mainstay.autoconfigure.cache.DatabaseCacheAutoConfiguration")
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@ConditionalOnBean({ QueryStore.class, TagVersions.class })
public final class DatabaseCacheInvalidationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RequestedInvalidation mainstayRequestedInvalidation(QueryStore store, TagVersions versions) {
		return new RequestedInvalidation(store, versions);
	}

}
