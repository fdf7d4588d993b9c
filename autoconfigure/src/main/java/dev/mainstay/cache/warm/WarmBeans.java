package dev.mainstay.cache.warm;

import org.jspecify.annotations.Nullable;

/**
 * Knows the beans of the application as others see them. Safe for use by many threads.
 */
@FunctionalInterface
public interface WarmBeans {

	/**
	 * Return the bean that passes calls on to an object.
	 * @param target the object at the end of all advice
	 * @return the bean with all of its advice, such as that of security; {@code null} if
	 * there is none that is the same for all threads
	 */
	@Nullable Object beanOf(Object target);

}
