package dev.mainstay.pool;

import org.jspecify.annotations.Nullable;

/**
 * Knows what the user configured for a pool outside of Mainstay.
 */
@FunctionalInterface
public interface UserChoices {

	/**
	 * Return where the user set a property of the pool.
	 * @param hikariProperty the property in kebab case, such as {@code minimum-idle}
	 * @return the full name of the property that sets it, or {@code null} if the user
	 * left it alone
	 */
	@Nullable String of(String hikariProperty);

}
