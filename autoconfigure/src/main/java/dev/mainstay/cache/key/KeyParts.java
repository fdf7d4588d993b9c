package dev.mainstay.cache.key;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * Turns values into parts of one key: immutable ones as they are, everything else by its
 * content. Objects of the application count as the same if all their fields do, which may
 * be stricter than what they say themselves. Not thread-safe.
 */
final class KeyParts {

	private static final int MOST_VALUES = 5000;

	private static final int DEEPEST = 16;

	private static final int BYTES = 24;

	private int values;

	private int depth;

	private long weight;

	@Nullable Object[] freeze(@Nullable Object[] arguments) {
		@Nullable Object[] frozen = new @Nullable Object[arguments.length];
		for (int i = 0; i < frozen.length; i++) {
			frozen[i] = freeze(arguments[i]);
		}
		return frozen;
	}

	@Nullable Object freeze(@Nullable Object value) {
		if (value == null) {
			return null;
		}
		if (++this.values > MOST_VALUES) {
			throw new UnfitForKeyException(("Arguments with more than %d values are too large for a key. Give the "
					+ "method less to look for, or a key of its own")
				.formatted(MOST_VALUES));
		}
		this.weight += BYTES;
		return Freezers.of(value.getClass()).freeze(value, this);
	}

	long weight() {
		return this.weight;
	}

	Object text(String value) {
		this.weight += value.length();
		return value;
	}

	Object bytes(byte[] value) {
		this.weight += value.length;
		return new KeyPart(byte[].class, new Object[] { ByteBuffer.wrap(value.clone()) });
	}

	Object date(Date value) {
		Object nanos = (value instanceof java.sql.Timestamp timestamp) ? timestamp.getNanos() : 0;
		return new KeyPart(value.getClass(), new Object[] { value.getTime(), nanos });
	}

	Object optional(Optional<?> value) {
		return new KeyPart(Optional.class, new @Nullable Object[] { freeze(value.orElse(null)) });
	}

	Object array(Object array) {
		deeper();
		@Nullable Object[] parts = new @Nullable Object[Array.getLength(array)];
		for (int i = 0; i < parts.length; i++) {
			parts[i] = freeze(Array.get(array, i));
		}
		this.depth--;
		return new KeyPart(array.getClass(), parts);
	}

	Object map(Map<?, ?> map) {
		deeper();
		List<@Nullable Object> parts = new ArrayList<>(2 * map.size());
		map.forEach((key, value) -> {
			parts.add(freeze(key));
			parts.add(freeze(value));
		});
		this.depth--;
		return new KeyPart(Map.class, parts.toArray());
	}

	Object part(Object kind, Collection<?> elements) {
		deeper();
		List<@Nullable Object> parts = new ArrayList<>(elements.size());
		for (Object element : elements) {
			parts.add(freeze(element));
		}
		this.depth--;
		return new KeyPart(kind, parts.toArray());
	}

	Object fields(Class<?> type, Field[] fields, Object value) {
		deeper();
		@Nullable Object[] parts = new @Nullable Object[fields.length];
		for (int i = 0; i < parts.length; i++) {
			parts[i] = freeze(ReflectionUtils.getField(fields[i], value));
		}
		this.depth--;
		return new KeyPart(type, parts);
	}

	private void deeper() {
		if (++this.depth > DEEPEST) {
			throw new UnfitForKeyException(
					"Arguments that are nested more than %d levels deep cannot be parts of a key".formatted(DEEPEST));
		}
	}

}
