package dev.mainstay.autoconfigure.cache.coexistence;

import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.SimpleCacheResolver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/**
 * Applications that cache in the ways that Spring knows.
 */
final class OwnCaching {

	private OwnCaching() {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class LeftToBoot {

		@Bean
		RecipeCalls.Plain recipes() {
			return new RecipeCalls.Plain();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(LeftToBoot.class)
	static class Manager {

		@Bean
		ConcurrentMapCacheManager manager() {
			return new ConcurrentMapCacheManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(LeftToBoot.class)
	static class CaffeineManager {

		@Bean
		CacheManager manager() {
			return new CaffeineCacheManager("recipes");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(LeftToBoot.class)
	static class ManagerNamedLikeOurs {

		@Bean
		CacheManager mainstayCacheManager() {
			return new ConcurrentMapCacheManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoManagers {

		@Bean
		@Primary
		CacheManager first() {
			return new CaffeineCacheManager();
		}

		@Bean
		CacheManager second() {
			return new ConcurrentMapCacheManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ TwoManagers.class, LeftToBoot.class })
	static class PrimaryManager {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@Import(TwoManagers.class)
	static class ManagerOfMethods {

		@Bean
		RecipeCalls.OfSecond recipes() {
			return new RecipeCalls.OfSecond();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@Import(TwoManagers.class)
	static class ManagerOfClass {

		@Bean
		RecipeCalls.AllOfSecond recipes() {
			return new RecipeCalls.AllOfSecond();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(LeftToBoot.class)
	static class Caches {

		@Bean
		ConcurrentMapCache recipeCache() {
			return new ConcurrentMapCache("recipes");
		}

		@Bean
		CaffeineCache menuCache() {
			return new CaffeineCache("menus", Caffeine.newBuilder().build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class ResolverOfClass {

		@Bean
		CacheManager manager() {
			return new ConcurrentMapCacheManager();
		}

		@Bean
		CacheResolver resolver() {
			return new SimpleCacheResolver(new ConcurrentMapCacheManager());
		}

		@Bean
		RecipeCalls.Resolved recipes() {
			return new RecipeCalls.Resolved();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(LeftToBoot.class)
	static class ResolverInsteadOfManager implements CachingConfigurer {

		@Override
		@Bean
		public CacheResolver cacheResolver() {
			return new SimpleCacheResolver(new ConcurrentMapCacheManager());
		}

	}

	@Configuration
	@Import(LeftToBoot.class)
	static class Configurer implements CachingConfigurer {

		@Override
		@Bean
		public CacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

	}

	@Configuration
	@Import(LeftToBoot.class)
	static class ConfigurerOfTwo implements CachingConfigurer {

		@Override
		@Bean
		public CacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

		@Bean
		CacheManager another() {
			return new CaffeineCacheManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(LeftToBoot.class)
	static class OursForAll {

		@Bean
		CachingConfigurer configurer(@Qualifier("mainstayCacheManager") ObjectProvider<CacheManager> ours) {
			return new CachingConfigurer() {

				@Override
				public CacheManager cacheManager() {
					return ours.getObject();
				}

			};
		}

	}

}
