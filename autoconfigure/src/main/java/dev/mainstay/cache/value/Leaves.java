package dev.mainstay.cache.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Knows the types whose values never change, and what they weigh.
 */
final class Leaves {

	// Those that nobody can extend, so that a declared type tells all.
	private static final Map<Class<?>, ToLongFunction<Object>> PLAIN = new HashMap<>();

	private static final Map<Class<?>, ToLongFunction<Object>> EXACT = new HashMap<>();

	private static final Set<Class<?>> ROOTS = Set.of(Charset.class, Path.class, InetAddress.class);

	static {
		PLAIN.put(String.class, (value) -> 40 + ((String) value).length());
		for (Class<?> type : new Class<?>[] { Boolean.class, Byte.class, Character.class, Short.class, Integer.class,
				Float.class }) {
			PLAIN.put(type, (value) -> 16);
		}
		for (Class<?> type : new Class<?>[] { Long.class, Double.class, Instant.class, LocalDate.class, LocalTime.class,
				Duration.class, Year.class, YearMonth.class, OptionalInt.class, OptionalLong.class,
				OptionalDouble.class }) {
			PLAIN.put(type, (value) -> 24);
		}
		PLAIN.put(UUID.class, (value) -> 32);
		PLAIN.put(LocalDateTime.class, (value) -> 72);
		PLAIN.put(OffsetDateTime.class, (value) -> 96);
		PLAIN.put(ZonedDateTime.class, (value) -> 96);
		PLAIN.put(DayOfWeek.class, (value) -> 0);
		PLAIN.put(Month.class, (value) -> 0);
		PLAIN.put(Class.class, (value) -> 0);
		PLAIN.put(Currency.class, (value) -> 0);
		PLAIN.put(Locale.class, (value) -> 0);
		PLAIN.put(URI.class, (value) -> 160 + 2L * value.toString().length());
		PLAIN.put(URL.class, (value) -> 256);
		PLAIN.put(Pattern.class, (value) -> 512);
		PLAIN.put(Void.class, (value) -> 0);
		// Others may extend these, and add what can change.
		EXACT.putAll(PLAIN);
		EXACT.put(BigDecimal.class, (value) -> 48 + ((BigDecimal) value).precision() / 2);
		EXACT.put(BigInteger.class, (value) -> 56 + ((BigInteger) value).bitLength() / 8);
		EXACT.put(Object.class, (value) -> 16);
	}

	private Leaves() {
	}

	static boolean isPlain(Class<?> declared) {
		return declared.isPrimitive() || declared.isEnum() || PLAIN.containsKey(declared);
	}

	static @Nullable Plan of(Class<?> type) {
		if (Enum.class.isAssignableFrom(type)) {
			return new LeafPlan((value) -> 0);
		}
		ToLongFunction<Object> weight = EXACT.get(type);
		if (weight != null) {
			return new LeafPlan(weight);
		}
		if (Plans.isPlatform(type) && (type.getPackageName().startsWith("java.time")
				|| ROOTS.stream().anyMatch((root) -> root.isAssignableFrom(type)))) {
			return new LeafPlan((value) -> 64);
		}
		return null;
	}

}
