package dev.mainstay.benchmark.cache;

import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.spi.CachingProvider;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import org.hibernate.cache.spi.RegionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The second-level cache and the query cache of Hibernate, on Caffeine. They keep
 * references, since Hibernate gives them nothing that the application can change.
 */
@Configuration(proxyBeanMethods = false)
class HibernateRegions {

	private static final List<String> REGIONS = List.of(Recipe.class.getName(), Recipe.class.getName() + ".ratings",
			Rating.class.getName(), RegionFactory.DEFAULT_QUERY_RESULTS_REGION_UNQUALIFIED_NAME);

	@Bean(destroyMethod = "close")
	CachingProvider cachingProvider() {
		return Caching.getCachingProvider(CaffeineCachingProvider.class.getName(), new ClassLoader() {
		});
	}

	@Bean
	CacheManager regions(CachingProvider provider) {
		CacheManager manager = provider.getCacheManager();
		Duration life = new Duration(TimeUnit.SECONDS, CacheVariant.TIME_TO_LIVE.toSeconds());
		for (String region : REGIONS) {
			manager.createCache(region, byReference().setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(life)));
		}
		manager.createCache(RegionFactory.DEFAULT_UPDATE_TIMESTAMPS_REGION_UNQUALIFIED_NAME, byReference());
		return manager;
	}

	private static MutableConfiguration<Object, Object> byReference() {
		return new MutableConfiguration<>().setStoreByValue(false);
	}

}
