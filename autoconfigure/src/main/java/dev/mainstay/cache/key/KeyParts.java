package dev.mainstay.cache.key;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.Stream;

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

	private static final Set<Class<?>> LEAVES = Set.of(String.class, Boolean.class, Character.class, Byte.class,
			Short.class, Integer.class, Long.class, Float.class, Double.class, BigInteger.class, BigDecimal.class,
			UUID.class, Locale.class, Currency.class, URI.class, Class.class, OptionalInt.class, OptionalLong.class,
			OptionalDouble.class, KeyIdentity.class, KeyPart.class);

	private static final Set<Class<?>> DATES = Set.of(Date.class, java.sql.Date.class, java.sql.Time.class,
			java.sql.Timestamp.class);

	// Their collections have no state besides what is in them.
	private static final List<String> COLLECTIONS = List.of("com.google.common.collect.", "kotlin.collections.",
			"org.hibernate.collection.spi.", "org.springframework.");

	// By name, because the libraries are optional.
	private static final Set<String> UNFIT = Set.of("org.springframework.data.jpa.domain.Specification",
			"org.springframework.data.domain.Example", "org.reactivestreams.Publisher",
			"kotlin.coroutines.Continuation", "jakarta.servlet.ServletRequest", "jakarta.servlet.ServletResponse",
			"com.querydsl.core.types.Predicate");

	private static final ClassValue<Freezer> FREEZERS = new ClassValue<>() {

		@Override
		protected Freezer computeValue(Class<?> type) {
			return freezer(type);
		}

	};

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
			throw new UnfitForKeyException("Arguments with more than %d values are too large for a key. Give the "
					+ "method less to look for, or a key of its own".formatted(MOST_VALUES));
		}
		this.weight += BYTES;
		return FREEZERS.get(value.getClass()).freeze(value, this);
	}

	long weight() {
		return this.weight;
	}

	/**
	 * Return why no value of a type can be a part of a key, as far as the type tells.
	 * @param type the type of a parameter
	 * @return the reason as a sentence without a full stop, or {@code null}
	 */
	static @Nullable String refusal(Class<?> type) {
		if (type.isArray()) {
			return refusal(type.getComponentType());
		}
		String reason = unfit(type);
		return (reason != null) ? reason : undecided(type) ? null : FREEZERS.get(type).refusal();
	}

	/**
	 * Return whether the values of a class are known by their content only.
	 * @param type the class
	 * @return whether they are; {@code false} for objects that may have an identity
	 */
	static boolean isValue(Class<?> type) {
		return isOfJdk(type) || type.isEnum() || type.isRecord() || type.isArray()
				|| Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type) || type == KeyPart.class;
	}

	/**
	 * Return whether the values of a class are parts of keys as they are.
	 * @param type the class
	 * @return whether they are, because nobody can change them
	 */
	static boolean isLeaf(Class<?> type) {
		return LEAVES.contains(type) || type.isEnum() || Enum.class.isAssignableFrom(type) || isOfTime(type)
				|| Charset.class.isAssignableFrom(type);
	}

	private static boolean undecided(Class<?> type) {
		return type.isPrimitive() || type == Object.class || Modifier.isAbstract(type.getModifiers());
	}

	private static Freezer freezer(Class<?> type) {
		if (isLeaf(type)) {
			return (type == String.class) ? (value, parts) -> parts.text((String) value) : (value, parts) -> value;
		}
		String reason = unfit(type);
		if (reason != null) {
			return new Refusal(reason);
		}
		if (type == byte[].class) {
			return (value, parts) -> parts.bytes((byte[]) value);
		}
		if (type.isArray()) {
			return (value, parts) -> parts.array(value);
		}
		if (DATES.contains(type)) {
			return (value, parts) -> date((Date) value);
		}
		if (type == Optional.class) {
			return (value, parts) -> parts.optional((Optional<?>) value);
		}
		if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
			return container(type);
		}
		return object(type);
	}

	private static boolean isOfTime(Class<?> type) {
		return type.getClassLoader() == null && type.getPackageName().startsWith("java.time");
	}

	private static @Nullable String unfit(Class<?> type) {
		boolean open = AutoCloseable.class.isAssignableFrom(type) || Stream.class.isAssignableFrom(type)
				|| Iterator.class.isAssignableFrom(type) || Future.class.isAssignableFrom(type)
				|| Throwable.class.isAssignableFrom(type) || Thread.class.isAssignableFrom(type)
				|| type.getPackageName().equals("java.util.function");
		if (open || isNamed(type)) {
			return "A value of type %s cannot be a part of a key".formatted(type.getName());
		}
		for (Class<?> one = type; one != null; one = one.getSuperclass()) {
			if (List.of(one.getAnnotations())
				.stream()
				.anyMatch((annotation) -> annotation.annotationType().getName().equals("jakarta.persistence.Entity"))) {
				return "The entity %s cannot be a part of a key; its identifier can".formatted(type.getName());
			}
		}
		return null;
	}

	private static boolean isNamed(@Nullable Class<?> type) {
		if (type == null) {
			return false;
		}
		if (UNFIT.contains(type.getName()) || isNamed(type.getSuperclass())) {
			return true;
		}
		for (Class<?> one : type.getInterfaces()) {
			if (isNamed(one)) {
				return true;
			}
		}
		return false;
	}

	private static Freezer container(Class<?> type) {
		if (!isOfJdk(type) && COLLECTIONS.stream().noneMatch(type.getName()::startsWith)) {
			return new Refusal("The collection %s may have more to it than its elements".formatted(type.getName()));
		}
		if (Map.class.isAssignableFrom(type)) {
			return (value, parts) -> parts.map((Map<?, ?>) value);
		}
		Class<?> kind = List.class.isAssignableFrom(type) ? List.class
				: Set.class.isAssignableFrom(type) ? Set.class : Collection.class;
		return (value, parts) -> parts.part(kind, (Collection<?>) value);
	}

	private static boolean isOfJdk(Class<?> type) {
		ClassLoader loader = type.getClassLoader();
		return loader == null || loader == ClassLoader.getPlatformClassLoader();
	}

	private static Freezer object(Class<?> type) {
		Refusal refusal = new Refusal("It cannot be told when two values of type %s mean the same; texts, numbers, "
				+ "dates, enum constants, records and collections of these can be parts of a key"
					.formatted(type.getName()));
		if (isOfJdk(type) || type.isHidden() || type.isSynthetic() || Proxy.isProxyClass(type)
				|| type.getName().contains("$$")) {
			return refusal;
		}
		List<Field> fields = new ArrayList<>();
		for (Class<?> one = type; one != null && one != Object.class; one = one.getSuperclass()) {
			for (Field field : one.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers())) {
					if (isOfJdk(one) || !isReadable(field)) {
						return refusal;
					}
					fields.add(field);
				}
			}
		}
		Field[] all = fields.toArray(Field[]::new);
		return (value, parts) -> parts.fields(type, all, value);
	}

	private static boolean isReadable(Field field) {
		try {
			field.setAccessible(true);
			return true;
		}
		catch (InaccessibleObjectException | SecurityException ex) {
			return false;
		}
	}

	private Object text(String value) {
		this.weight += value.length();
		return value;
	}

	private Object bytes(byte[] value) {
		this.weight += value.length;
		return new KeyPart(byte[].class, new Object[] { ByteBuffer.wrap(value.clone()) });
	}

	private static Object date(Date value) {
		Object nanos = (value instanceof java.sql.Timestamp timestamp) ? timestamp.getNanos() : 0;
		return new KeyPart(value.getClass(), new Object[] { value.getTime(), nanos });
	}

	private Object optional(Optional<?> value) {
		return new KeyPart(Optional.class, new @Nullable Object[] { freeze(value.orElse(null)) });
	}

	private Object array(Object array) {
		deeper();
		@Nullable Object[] parts = new @Nullable Object[Array.getLength(array)];
		for (int i = 0; i < parts.length; i++) {
			parts[i] = freeze(Array.get(array, i));
		}
		this.depth--;
		return new KeyPart(array.getClass(), parts);
	}

	private Object map(Map<?, ?> map) {
		deeper();
		List<@Nullable Object> parts = new ArrayList<>(2 * map.size());
		map.forEach((key, value) -> {
			parts.add(freeze(key));
			parts.add(freeze(value));
		});
		this.depth--;
		return new KeyPart(Map.class, parts.toArray());
	}

	private Object part(Object kind, Collection<?> elements) {
		deeper();
		List<@Nullable Object> parts = new ArrayList<>(elements.size());
		for (Object element : elements) {
			parts.add(freeze(element));
		}
		this.depth--;
		return new KeyPart(kind, parts.toArray());
	}

	private Object fields(Class<?> type, Field[] fields, Object value) {
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

	/**
	 * Makes parts of the values of one class.
	 */
	@FunctionalInterface
	private interface Freezer {

		Object freeze(Object value, KeyParts parts);

		default @Nullable String refusal() {
			return null;
		}

	}

	/**
	 * No value of the class can be a part.
	 *
	 * @param refusal why not
	 */
	private record Refusal(String refusal) implements Freezer {

		@Override
		public Object freeze(Object value, KeyParts parts) {
			throw new UnfitForKeyException(this.refusal);
		}

	}

}
