package dev.mainstay.autoconfigure.environment;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * What a property of some type takes, in words.
 *
 * @param noun words that go on after "type" and "is not"
 * @param example a value that is taken
 */
record ExpectedValue(String noun, String example) {

	private static final Set<Class<?>> WHOLE = Set.of(Integer.class, Long.class, Short.class, Byte.class);

	private static final Set<Class<?>> FRACTIONAL = Set.of(Double.class, Float.class, BigDecimal.class);

	static ExpectedValue of(Class<?> type) {
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		if (WHOLE.contains(boxed)) {
			return new ExpectedValue("a whole number up to " + largest(boxed), "20");
		}
		if (FRACTIONAL.contains(boxed)) {
			return new ExpectedValue("a number", "0.5");
		}
		if (boxed == Boolean.class) {
			return new ExpectedValue("true or false", "true");
		}
		if (boxed == Duration.class) {
			return new ExpectedValue("a duration like 30s, 500ms or a plain number of seconds", "30s");
		}
		if (boxed == DataSize.class) {
			return new ExpectedValue("a size like 512KB or 10MB", "10MB");
		}
		return boxed.isEnum() ? oneOf(boxed.getEnumConstants())
				: new ExpectedValue("a value of type " + boxed.getSimpleName(), "…");
	}

	private static long largest(Class<?> type) {
		if (type == Long.class) {
			return Long.MAX_VALUE;
		}
		return (type == Integer.class) ? Integer.MAX_VALUE : (type == Short.class) ? Short.MAX_VALUE : Byte.MAX_VALUE;
	}

	private static ExpectedValue oneOf(Object[] constants) {
		String names = Stream.of(constants).map(ExpectedValue::kebabCase).collect(Collectors.joining(", "));
		return new ExpectedValue("one of " + names, kebabCase(constants[0]));
	}

	private static String kebabCase(Object constant) {
		return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
