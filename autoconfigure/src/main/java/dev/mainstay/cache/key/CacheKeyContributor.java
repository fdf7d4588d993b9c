package dev.mainstay.cache.key;

import org.jspecify.annotations.Nullable;

/**
 * Something that answers depend on although no argument says so, such as the tenant or
 * the language of the calling thread. Beans of this type are found by themselves; what
 * each contributes becomes a part of every key. Safe for use by many threads.
 */
@FunctionalInterface
public interface CacheKeyContributor {

	/**
	 * Return what the answers of the calling thread depend on. Asked with every look-up,
	 * so it must be quick.
	 * @return a value that can be a part of a key, such as a text, a number, an enum
	 * constant or a record of these; {@code null} counts as a value. If it throws, the
	 * call is made as without a cache
	 */
	@Nullable Object contribution();

}
