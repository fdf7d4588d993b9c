package dev.mainstay.autoconfigure.cache.coexistence;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

/**
 * Recipes that tell how often somebody really had to look for them. Each class names its
 * caches in another way.
 */
public abstract class RecipeCalls {

	private final AtomicInteger calls = new AtomicInteger();

	public abstract String find(int id);

	public abstract String change(int id);

	public abstract void remove(int id);

	final String next() {
		return "recipe " + this.calls.incrementAndGet();
	}

	/**
	 * Leaves open which manager it is.
	 */
	public static class Plain extends RecipeCalls {

		@Override
		@Cacheable("recipes")
		public String find(int id) {
			return next();
		}

		@Override
		@CachePut("recipes")
		public String change(int id) {
			return next();
		}

		@Override
		@CacheEvict("recipes")
		public void remove(int id) {
		}

	}

	/**
	 * Names a manager at each method.
	 */
	public static class OfSecond extends RecipeCalls {

		@Override
		@Cacheable(cacheNames = "recipes", cacheManager = "second")
		public String find(int id) {
			return next();
		}

		@Override
		@CachePut(cacheNames = "recipes", cacheManager = "second")
		public String change(int id) {
			return next();
		}

		@Override
		@CacheEvict(cacheNames = "recipes", cacheManager = "second")
		public void remove(int id) {
		}

	}

	/**
	 * Names a manager for the class.
	 */
	@CacheConfig(cacheNames = "recipes", cacheManager = "second")
	public static class AllOfSecond extends RecipeCalls {

		@Override
		@Cacheable
		public String find(int id) {
			return next();
		}

		@Override
		@CachePut
		public String change(int id) {
			return next();
		}

		@Override
		@CacheEvict
		public void remove(int id) {
		}

	}

	/**
	 * Names a resolver.
	 */
	@CacheConfig(cacheNames = "recipes", cacheResolver = "resolver")
	public static class Resolved extends RecipeCalls {

		@Override
		@Cacheable
		public String find(int id) {
			return next();
		}

		@Override
		@CachePut
		public String change(int id) {
			return next();
		}

		@Override
		@CacheEvict
		public void remove(int id) {
		}

	}

	/**
	 * Names the manager of Mainstay.
	 */
	@CacheConfig(cacheNames = "recipes", cacheManager = "mainstayCacheManager")
	public static class Followed extends RecipeCalls {

		@Override
		@Cacheable
		public String find(int id) {
			return next();
		}

		@Override
		public String change(int id) {
			return next();
		}

		@Override
		@CacheEvict
		public void remove(int id) {
		}

	}

}
