package dev.mainstay.cache.version;

import java.util.Set;

/**
 * Hears of what this instance has changed, such as to tell other instances. Called on the
 * thread that made the change, after it is committed and before that thread goes on, so
 * it costs what it takes; must not throw.
 */
public interface InvalidationListener {

	/**
	 * Something was changed by this instance.
	 * @param tags the names of what was changed
	 */
	void invalidated(Set<String> tags);

	/**
	 * Anything may have been changed by this instance.
	 */
	void invalidatedAll();

}
