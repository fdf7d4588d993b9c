package dev.mainstay.cache.key;

import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * Tells values that nobody can change: those that are parts of keys as they are, and
 * records and immutable collections of them.
 */
final class KeyConstants {

	private static final int DEEPEST = 8;

	private static final String IMMUTABLE = "java.util.ImmutableCollections$";

	// By name, because the library is optional. Their orders are a list that whoever has
	// made them may hold, which nobody does.
	private static final Set<String> PAGES = Set.of("org.springframework.data.domain.Sort",
			"org.springframework.data.domain.PageRequest", "org.springframework.data.domain.Unpaged");

	private KeyConstants() {
	}

	static boolean contain(@Nullable Object value) {
		return isConstant(value, DEEPEST);
	}

	private static boolean isConstant(@Nullable Object value, int depth) {
		if (value == null) {
			return true;
		}
		Class<?> type = value.getClass();
		if (Freezers.isLeaf(type) || PAGES.contains(type.getName())) {
			return true;
		}
		if (depth == 0) {
			return false;
		}
		if (value instanceof Optional<?> optional) {
			return isConstant(optional.orElse(null), depth - 1);
		}
		if (type.isRecord()) {
			return isRecordOfConstants(value, type.getRecordComponents(), depth - 1);
		}
		if (!type.getName().startsWith(IMMUTABLE)) {
			return false;
		}
		if (value instanceof Map<?, ?> map) {
			return areConstants(map.keySet(), depth - 1) && areConstants(map.values(), depth - 1);
		}
		return value instanceof Collection<?> elements && areConstants(elements, depth - 1);
	}

	private static boolean areConstants(Collection<?> values, int depth) {
		for (Object value : values) {
			if (!isConstant(value, depth)) {
				return false;
			}
		}
		return true;
	}

	// By its fields, as in keys: an accessor may show a copy of what can be changed.
	private static boolean isRecordOfConstants(Object value, RecordComponent[] components, int depth) {
		for (RecordComponent component : components) {
			Field field = ReflectionUtils.findField(value.getClass(), component.getName());
			if (field == null || !field.trySetAccessible()
					|| !isConstant(ReflectionUtils.getField(field, value), depth)) {
				return false;
			}
		}
		return true;
	}

}
