package dev.mainstay.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import dev.mainstay.autoconfigure.cache.invalidation.DatabaseCacheInvalidationAutoConfiguration;
import dev.mainstay.cache.invalidation.RequestedInvalidation;
import dev.mainstay.cache.metrics.CacheMeters;
import dev.mainstay.cache.metrics.SharedMeters;
import dev.mainstay.cache.shared.SharedFigures;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.version.RemoteChanges;
import dev.mainstay.cache.version.TagVersions;

/**
 * Auto-configuration of the meters of the query cache.
 */
@AutoConfiguration(after = DatabaseCacheInvalidationAutoConfiguration.class,
		afterName = "dev.mainstay.autoconfigure.cache.DatabaseCacheAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@ConditionalOnBean({ QueryStore.class, TagVersions.class, RequestedInvalidation.class })
public final class DatabaseCacheMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CacheMeters mainstayCacheMeters(QueryStore store, TagVersions versions, RequestedInvalidation invalidation,
			ObjectProvider<RemoteChanges> remoteChanges) {
		return new CacheMeters(store, versions, invalidation, remoteChanges.getIfAvailable(() -> RemoteChanges.NONE),
				System::nanoTime);
	}

	@Bean
	@ConditionalOnMissingBean
	SharedMeters mainstaySharedCacheMeters(ObjectProvider<SharedFigures> figures) {
		return new SharedMeters(figures.getIfUnique(() -> () -> null));
	}

}
