package dev.mainstay.cache.key;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeyDigest}.
 */
class KeyDigestTests {

	@Test
	void isTheSameForTheSameQuestionAndAnotherOneForAnyOther() {
		List<@Nullable Object[]> questions = List.of(arguments(1), arguments(1L), arguments("1"), arguments('1'),
				arguments((Object) null), arguments(), arguments("null"), arguments("a", "b"), arguments("ab", ""),
				arguments(List.of("a", "b")), arguments(Set.of("a")), arguments((Object) new String[] { "a", "b" }),
				arguments(new BigDecimal("1.0")), arguments(new BigDecimal("1.00")), arguments(1.0), arguments(1.0f),
				arguments(LocalDate.of(2026, 1, 1)), arguments("2026-01-01"), arguments(new Date(1)),
				arguments(new java.sql.Date(1)), arguments(Optional.empty()), arguments(Optional.of("a")),
				arguments(Thread.State.NEW), arguments("NEW"), arguments(new byte[] { 1 }), arguments(Map.of("a", "b")),
				arguments(new Pair("a", "b")), arguments(new Pair("ab", "")), arguments("\uD83C"), arguments("\uD83D"),
				arguments(String.class));

		Set<String> digests = new HashSet<>();
		for (@Nullable
		Object[] question : questions) {
			String digest = digest("app", "place", question);
			assertThat(digest).isNotNull().isEqualTo(digest("app", "place", question));
			assertThat(digests.add(digest)).as(Arrays.toString(question)).isTrue();
		}
		assertThat(digest("app", "another", "x")).isNotEqualTo(digest("app", "place", "x"));
		assertThat(digest("another", "place", "x")).isNotEqualTo(digest("app", "place", "x"));
	}

	@Test
	void isAnotherOneForAnotherTenant() {
		KeyContext one = new KeyContext(List.of(() -> "a"));
		KeyContext two = new KeyContext(List.of(() -> "b"));

		assertThat(QueryKey.of("q", "place", one, 1).digest("app"))
			.isNotEqualTo(QueryKey.of("q", "place", two, 1).digest("app"));
	}

	@Test
	void isNoneForWhatOthersCannotKnow() {
		KeyIdentities identities = new KeyIdentities((object, type) -> object.equals("known") ? "bean" : null);
		Runnable code = () -> {
		};

		assertThat(digest("app", identities.of("known"), "x")).isNotNull();
		assertThat(digest("app", identities.of("unknown"), "x")).isNull();
		assertThat(digest("app", List.of(code.getClass()), "x")).isNull();
		assertThat(digest("app", "place", DateTimeFormatter.ISO_DATE)).isNull();
	}

	private static @Nullable Object[] arguments(@Nullable Object... arguments) {
		return arguments;
	}

	private static @Nullable String digest(String application, Object place, @Nullable Object... arguments) {
		return QueryKey.of("q", place, KeyContext.NONE, arguments).digest(application);
	}

	/**
	 * Two texts.
	 */
	record Pair(String first, String second) {

	}

}
