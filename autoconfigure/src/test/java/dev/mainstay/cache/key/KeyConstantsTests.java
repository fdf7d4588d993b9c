package dev.mainstay.cache.key;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeyConstants}.
 */
class KeyConstantsTests {

	@ParameterizedTest
	@NullSource
	@MethodSource("constants")
	void knowsWhatNobodyCanChange(@Nullable Object value) {
		assertThat(QueryKey.isConstant(value)).isTrue();
	}

	static Stream<Object> constants() {
		return Stream.of("text", 1, 2L, BigDecimal.ONE, TimeUnit.DAYS, LocalDate.EPOCH, Optional.of("x"),
				Optional.empty(), List.of(1, "x"), Set.of(), Map.of("x", List.of()), List.of(1, 2, 3).subList(0, 2),
				Stream.of(1, 2).toList(), new Pair("x", LocalDate.EPOCH), PageRequest.of(0, 5, Sort.by("name")),
				Sort.unsorted());
	}

	@ParameterizedTest
	@MethodSource("variables")
	void knowsWhatSomebodyMayChange(Object value) {
		assertThat(QueryKey.isConstant(value)).isFalse();
	}

	static Stream<Object> variables() {
		return Stream.of(new int[] { 1 }, new ArrayList<>(), Arrays.asList(1, 2), new Date(), new StringBuilder(),
				new Object(), List.of(new ArrayList<>()), Map.of("x", new Date()), Optional.of(new ArrayList<>()),
				new Pair("x", new ArrayList<>()));
	}

	/**
	 * A record of anything.
	 *
	 * @param one anything
	 * @param other anything
	 */
	record Pair(Object one, Object other) {

	}

}
