package dev.mainstay.datasource;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * A number that tells sets of bound values apart and gives none of them away. Large
 * values are told apart by their length only.
 */
final class ParameterHash {

	// Different in each process, so that nobody can look values up in a table.
	private static final int SALT = ThreadLocalRandom.current().nextInt() | 1;

	private static final int LARGE = 1 << 14;

	private ParameterHash() {
	}

	static int add(int hash, int index, long value) {
		return (hash * 31 + index) * 31 + Long.hashCode(value * SALT);
	}

	static int add(int hash, int index, @Nullable Object value) {
		return add(hash, index, (long) of(value));
	}

	private static int of(@Nullable Object value) {
		if (value instanceof String text) {
			return (text.length() <= LARGE) ? text.hashCode() : text.length();
		}
		if (value instanceof byte[] bytes) {
			return (bytes.length <= LARGE) ? Arrays.hashCode(bytes) : bytes.length;
		}
		// What else is given to a driver has a hash of its own, or is a stream or a large
		// object, which is as good as any other.
		try {
			return (value != null) ? value.hashCode() : 0;
		}
		catch (RuntimeException ex) {
			// A class of the application. Counting must not break binding.
			return 1;
		}
	}

}
