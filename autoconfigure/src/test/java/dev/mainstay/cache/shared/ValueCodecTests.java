package dev.mainstay.cache.shared;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.DayOfWeek;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.LinkedCaseInsensitiveMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ValueCodec}.
 */
class ValueCodecTests {

	private static final int MOST = 1_000_000;

	private final ValueCodec codec = new ValueCodec(ValueCodecTests.class.getClassLoader());

	static Stream<Object> values() {
		Map<String, Object> row = new LinkedCaseInsensitiveMap<>();
		row.put("ID", 1);
		return Stream.of("", "soup \uD83C\uDF5C", 1, 1L, (short) 1, (byte) 1, 1.5, -0.0f, 'x', true, false,
				new BigDecimal("1.50"), new BigInteger("-12345678901234567890"), UUID.randomUUID(),
				LocalDate.of(2026, 2, 28), LocalDateTime.of(2026, 1, 1, 0, 0), LocalTime.NOON, Instant.now(),
				OffsetDateTime.now(ZoneOffset.ofHours(-3)), OffsetTime.now(ZoneOffset.UTC),
				ZonedDateTime.ofLocal(LocalDateTime.of(2026, 10, 25, 2, 30), ZoneId.of("Europe/Berlin"),
						ZoneOffset.ofHours(1)),
				Duration.ofNanos(1), Period.ofMonths(3), Year.of(12026), YearMonth.of(2026, 3), MonthDay.of(2, 29),
				ZoneId.of("Asia/Tokyo"), ZoneOffset.UTC, Currency.getInstance("EUR"), URI.create("urn:x"),
				DayOfWeek.FRIDAY, new Timestamp(1_234_567_890_123L), new Date(5), new java.sql.Date(6),
				new java.sql.Time(7), List.of(1, 2), List.of(), new ArrayList<>(Arrays.asList("a", null)),
				new LinkedList<>(List.of(1)), Arrays.asList(1, 2), Collections.singletonList(null), Set.of("a", "b"),
				new HashSet<>(Set.of(1)), new LinkedHashSet<>(List.of(2, 1)), new TreeSet<>(Set.of(3, 1)),
				Map.of("a", 1), new HashMap<>(Map.of(1, "b")), new LinkedHashMap<>(Map.of("x", List.of(1))),
				new TreeMap<>(Map.of("t", 1)), row, Optional.of("x"), Optional.empty(),
				new Plate("rice", new BigDecimal("7.10"), List.of(new Plate("egg", null, List.of()))));
	}

	@ParameterizedTest
	@MethodSource("values")
	void readsWhatItWrites(Object value) {
		Object read = copy(value);

		assertThat(read).isEqualTo(value);
		assertThat(read).hasSameHashCodeAs(value);
	}

	@Test
	void readsNothingAndArrays() {
		assertThat(copy(null)).isNull();
		assertThat(copy(new byte[] { 1, 2 })).isEqualTo(new byte[] { 1, 2 });
		assertThat(copy(new String[] { "a", null })).isEqualTo(new String[] { "a", null });
		assertThat(copy(new Object[] { 1, "a" })).isEqualTo(new Object[] { 1, "a" });
	}

	@Test
	void keepsWhetherSomethingCanBeChanged() {
		assertThat(copy(new ArrayList<>())).isInstanceOf(ArrayList.class);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> Objects.requireNonNull((List<?>) copy(List.of(1))).remove(0));
		assertThat((Map<?, ?>) copy(new LinkedCaseInsensitiveMap<>())).isInstanceOf(LinkedCaseInsensitiveMap.class);
	}

	@Test
	void refusesWhatIsNoValue() {
		List<Object> circular = new ArrayList<>();
		circular.add(circular);
		for (Object value : List.of(new Object(), new StringBuilder("x"), new TreeSet<>(Comparator.reverseOrder()),
				List.of(new Bowl()), circular, "\uD83C")) {
			assertThatExceptionOfType(UnsharableValueException.class).isThrownBy(() -> this.codec.write(value, MOST));
		}
		assertThatExceptionOfType(UnsharableValueException.class)
			.isThrownBy(() -> this.codec.write(Collections.nCopies(1, "x".repeat(2000)), 1000));
		assertThatExceptionOfType(UnsharableValueException.class)
			.isThrownBy(() -> this.codec.write(new ArrayList<>(Collections.nCopies(2000, "x")), 1000));
	}

	@Test
	void doesNotReadARecordWhoseComponentsWereOthers() {
		byte[] written = this.codec.write(new Plate("x", null, List.of()), MOST);
		String name = Plate.class.getName();
		String other = Glass.class.getName();
		assertThat(name).hasSameSizeAs(other);

		byte[] renamed = new String(written, StandardCharsets.ISO_8859_1).replace(name, other)
			.getBytes(StandardCharsets.ISO_8859_1);

		assertThatExceptionOfType(UnsharableValueException.class).isThrownBy(() -> this.codec.read(renamed))
			.withMessageContaining("other components");
	}

	@Test
	void makesNothingButRecordsAndConstants() {
		byte[] written = this.codec.write(new Plate("x", null, List.of()), MOST);

		byte[] renamed = new String(written, StandardCharsets.ISO_8859_1)
			.replace(Plate.class.getName(), Traps.class.getName())
			.getBytes(StandardCharsets.ISO_8859_1);

		assertThatExceptionOfType(UnsharableValueException.class).isThrownBy(() -> this.codec.read(renamed));
		assertThat(Traps.sprung).isFalse();
	}

	@Test
	void damagedBytesAreRefusedOrAnotherValueButNeverAnotherError() {
		byte[] written = this.codec.write(new ArrayList<>(values().toList()), MOST);
		Random random = new Random(7);
		for (int i = 0; i < 20_000; i++) {
			byte[] damaged = Arrays.copyOf(written, 1 + random.nextInt(written.length));
			for (int j = 0; j < 3; j++) {
				damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
			}
			try {
				this.codec.read(damaged);
			}
			catch (UnsharableValueException ex) {
				assertThat(ex).hasMessageNotContaining("soup");
			}
		}
	}

	private @Nullable Object copy(@Nullable Object value) {
		return this.codec.read(this.codec.write(value, MOST));
	}

	/**
	 * Something to eat.
	 */
	record Plate(String name, @Nullable BigDecimal price, List<Plate> sides) {

	}

	/**
	 * Something to drink.
	 */
	record Glass(String name, BigDecimal price) {

	}

	/**
	 * Something that can be changed.
	 */
	static class Bowl {

		int content;

	}

	/**
	 * What ought not to be touched, of the same length.
	 */
	static class Traps {

		static boolean sprung;

		Traps() {
			sprung = true;
		}

	}

}
