package dev.mainstay.benchmark.cache;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.transaction.TransactionAwareCacheManagerProxy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/**
 * A way to cache what an application reads.
 */
enum CacheVariant {

	PLAIN("plain Spring Boot", Uncached.class, false),

	CACHEABLE("`@Cacheable` on Caffeine", OnCaffeine.class, false),

	TRANSACTION_AWARE("`@Cacheable` on Caffeine, aware of transactions", OnTransactionAwareCaffeine.class, false),

	HIBERNATE("Hibernate second-level and query cache", InHibernate.class, false),

	MAINSTAY("Mainstay `@CachedQuery`", InMainstay.class, true);

	static final Duration TIME_TO_LIVE = Duration.ofSeconds(300);

	private final String label;

	private final Class<?> configuration;

	private final boolean mainstay;

	CacheVariant(String label, Class<?> configuration, boolean mainstay) {
		this.label = label;
		this.configuration = configuration;
		this.mainstay = mainstay;
	}

	RunningRecipes start(RecipeDatabase database) {
		return RunningRecipes.start(database, this.configuration, this.mainstay);
	}

	@Override
	public String toString() {
		return this.label;
	}

	private static CaffeineCacheManager caffeine() {
		CaffeineCacheManager manager = new CaffeineCacheManager(CacheableRecipes.RECIPE, CacheableRecipes.SEARCH);
		manager.setCaffeine(Caffeine.newBuilder().expireAfterWrite(TIME_TO_LIVE));
		return manager;
	}

	/**
	 * Recipes that are read from the database each time.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(RecipeApplication.class)
	static class Uncached {

	}

	/**
	 * Recipes in a cache of Spring.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@Import(RecipeApplication.class)
	static class OnCaffeine {

		@Bean
		CacheManager cacheManager() {
			return caffeine();
		}

		@Bean
		@Primary
		Recipes cacheableRecipes(JpaRecipes recipes) {
			return new CacheableRecipes(recipes);
		}

	}

	/**
	 * Recipes in a cache of Spring that waits for the end of a transaction.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@Import(RecipeApplication.class)
	static class OnTransactionAwareCaffeine {

		@Bean
		CacheManager cacheManager() {
			return new TransactionAwareCacheManagerProxy(caffeine());
		}

		@Bean
		@Primary
		Recipes cacheableRecipes(JpaRecipes recipes) {
			return new CacheableRecipes(recipes);
		}

	}

	/**
	 * Recipes in the caches of Hibernate.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import({ RecipeApplication.class, HibernateRegions.class })
	static class InHibernate {

	}

	/**
	 * Recipes in the cache of Mainstay.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(RecipeApplication.class)
	static class InMainstay {

		@Bean
		@Primary
		Recipes mainstayRecipes(JpaRecipes recipes) {
			return new MainstayRecipes(recipes);
		}

	}

}
