package dev.mainstay.cache.key;

import org.jspecify.annotations.Nullable;

/**
 * What is asked, exactly, in a way that other instances of the application know as well.
 */
public interface KeyPlace {

	/**
	 * Return what tells the place apart from all others in every instance.
	 * @return values that can be parts of a key, always in the same order
	 */
	@Nullable Object[] names();

}
