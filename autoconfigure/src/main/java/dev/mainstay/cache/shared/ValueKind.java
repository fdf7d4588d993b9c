package dev.mainstay.cache.shared;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * The classes whose values are written as texts, and how these are read.
 */
final class ValueKind {

	private static final Map<Class<?>, Function<String, Object>> KINDS = kinds();

	private static final Class<?>[] ORDER = KINDS.keySet().toArray(Class<?>[]::new);

	private ValueKind() {
	}

	// What is written holds the place of the class: add at the end.
	private static Map<Class<?>, Function<String, Object>> kinds() {
		Map<Class<?>, Function<String, Object>> kinds = new LinkedHashMap<>();
		kinds.put(BigDecimal.class, BigDecimal::new);
		kinds.put(BigInteger.class, BigInteger::new);
		kinds.put(UUID.class, UUID::fromString);
		kinds.put(LocalDate.class, LocalDate::parse);
		kinds.put(LocalDateTime.class, LocalDateTime::parse);
		kinds.put(LocalTime.class, LocalTime::parse);
		kinds.put(Instant.class, Instant::parse);
		kinds.put(OffsetDateTime.class, OffsetDateTime::parse);
		kinds.put(OffsetTime.class, OffsetTime::parse);
		kinds.put(ZonedDateTime.class, ZonedDateTime::parse);
		kinds.put(Duration.class, Duration::parse);
		kinds.put(Period.class, Period::parse);
		kinds.put(Year.class, (text) -> Year.of(Integer.parseInt(text)));
		kinds.put(YearMonth.class, YearMonth::parse);
		kinds.put(MonthDay.class, MonthDay::parse);
		kinds.put(ZoneOffset.class, ZoneOffset::of);
		kinds.put(ZoneId.of("Europe/Berlin").getClass(), ZoneId::of);
		kinds.put(Currency.class, Currency::getInstance);
		kinds.put(URI.class, URI::create);
		return kinds;
	}

	/**
	 * Return the place of a class.
	 * @param type the class
	 * @return the place, or a negative number if its values are not written as texts
	 */
	static int of(Class<?> type) {
		for (int i = 0; i < ORDER.length; i++) {
			if (ORDER[i] == type) {
				return i;
			}
		}
		return -1;
	}

	static Object read(int place, String text) {
		Function<String, Object> kind = (place >= 0 && place < ORDER.length) ? KINDS.get(ORDER[place]) : null;
		if (kind == null) {
			throw new UnsharableValueException("a kind of value is not known");
		}
		return kind.apply(text);
	}

}
