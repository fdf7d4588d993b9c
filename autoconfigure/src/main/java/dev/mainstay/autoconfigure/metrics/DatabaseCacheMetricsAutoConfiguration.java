package dev.mainstay.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import dev.mainstay.cache.invalidation.Invalidations;
import dev.mainstay.cache.metrics.CacheMeters;
import dev.mainstay.cache.metrics.SharedMeters;
import dev.mainstay.cache.metrics.WarmingMeters;
import dev.mainstay.cache.shared.SharedFigures;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.version.RemoteChanges;
import dev.mainstay.cache.version.TagVersions;
import dev.mainstay.cache.warm.WarmAnswers;

/**
 * Auto-configuration of the meters of the query cache.
 */
@AutoConfiguration(afterName = "dev.mainstay.autoconfigure.cache.DatabaseCacheAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@ConditionalOnBean({ QueryStore.class, TagVersions.class, Invalidations.class })
public final class DatabaseCacheMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CacheMeters mainstayCacheMeters(QueryStore store, TagVersions versions, Invalidations invalidations,
			ObjectProvider<RemoteChanges> remoteChanges) {
		return new CacheMeters(store, versions, invalidations, remoteChanges.getIfAvailable(() -> RemoteChanges.NONE),
				System::nanoTime);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(WarmAnswers.class)
	WarmingMeters mainstayWarmingMeters(WarmAnswers answers) {
		return new WarmingMeters(answers);
	}

	@Bean
	@ConditionalOnMissingBean
	SharedMeters mainstaySharedCacheMeters(ObjectProvider<SharedFigures> figures) {
		return new SharedMeters(figures.getIfUnique(() -> () -> null));
	}

}
