package dev.mainstay.cache.read;

import org.jspecify.annotations.Nullable;

/**
 * What a look into the cache has shown.
 *
 * @param found whether there is an answer
 * @param value the answer if there is one; the caller may change it
 * @param keepable whether what is read instead may be kept
 */
public record Finding(boolean found, @Nullable Object value, boolean keepable) {

	static final Finding MISSING = new Finding(false, null, true);

	static final Finding BYPASSED = new Finding(false, null, false);

}
