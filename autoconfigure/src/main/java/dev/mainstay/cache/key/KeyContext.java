package dev.mainstay.cache.key;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What all answers depend on besides what is asked. Thread-safe.
 */
public final class KeyContext {

	/**
	 * Nothing.
	 */
	public static final KeyContext NONE = new KeyContext(List.of());

	private static final Object[] NOTHING = {};

	private final CacheKeyContributor[] contributors;

	/**
	 * Create a context.
	 * @param contributors what contributes to it, always in the same order
	 */
	public KeyContext(List<CacheKeyContributor> contributors) {
		this.contributors = contributors.toArray(CacheKeyContributor[]::new);
	}

	@Nullable Object[] values() {
		if (this.contributors.length == 0) {
			return NOTHING;
		}
		@Nullable Object[] values = new @Nullable Object[this.contributors.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = this.contributors[i].contribution();
		}
		return values;
	}

}
