package dev.mainstay.cache.key;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Knows how to make parts of a key of the values of any class, and of which it cannot be
 * done. Looks at each class once.
 */
final class Freezers {

	private static final Set<Class<?>> LEAVES = Set.of(String.class, Boolean.class, Character.class, Byte.class,
			Short.class, Integer.class, Long.class, Float.class, Double.class, BigInteger.class, BigDecimal.class,
			UUID.class, Locale.class, Currency.class, URI.class, Class.class, OptionalInt.class, OptionalLong.class,
			OptionalDouble.class, KeyIdentity.class, KeyPart.class);

	private static final Set<Class<?>> DATES = Set.of(Date.class, java.sql.Date.class, java.sql.Time.class,
			java.sql.Timestamp.class);

	// Their collections have no state besides what is in them.
	private static final List<String> COLLECTIONS = List.of("com.google.common.collect.", "kotlin.collections.",
			"org.hibernate.collection.spi.", "org.springframework.");

	private static final ClassValue<Freezer> KNOWN = new ClassValue<>() {

		@Override
		protected Freezer computeValue(Class<?> type) {
			return freezer(type);
		}

	};

	private Freezers() {
	}

	static Freezer of(Class<?> type) {
		return KNOWN.get(type);
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
		String reason = UnfitTypes.reason(type);
		return (reason != null) ? reason : undecided(type) ? null : of(type).refusal();
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
		String reason = UnfitTypes.reason(type);
		if (reason != null) {
			return Freezer.refusing(reason);
		}
		if (type == byte[].class) {
			return (value, parts) -> parts.bytes((byte[]) value);
		}
		if (type.isArray()) {
			return (value, parts) -> parts.array(value);
		}
		if (DATES.contains(type)) {
			return (value, parts) -> parts.date((Date) value);
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

	private static Freezer container(Class<?> type) {
		if (!isOfJdk(type) && COLLECTIONS.stream().noneMatch(type.getName()::startsWith)) {
			return Freezer
				.refusing("The collection %s may have more to it than its elements".formatted(type.getName()));
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
		Freezer refusal = Freezer.refusing(("It cannot be told when two values of type %s mean the same; texts, "
				+ "numbers, dates, enum constants, records and collections of these can be parts of a key")
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

}
