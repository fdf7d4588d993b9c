package dev.mainstay.sql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Fingerprint} with the statements of the corpus.
 */
class FingerprintCorpusTests {

	static Stream<SqlDialect> dialects() {
		return CorpusGenerator.DIALECTS.stream();
	}

	@ParameterizedTest
	@MethodSource("dialects")
	void corpusIsWhatTheGeneratorWrites(SqlDialect dialect) throws IOException {
		assertThat(CorpusGenerator.generate(dialect)).isEqualTo(corpus(dialect));
	}

	@Test
	void corpusHasThreeThousandStatements() throws IOException {
		long statements = 0;
		for (SqlDialect dialect : CorpusGenerator.DIALECTS) {
			statements += groups(dialect).stream().mapToLong(List::size).sum();
		}
		assertThat(statements).isGreaterThan(3000);
	}

	@ParameterizedTest
	@MethodSource("dialects")
	void onlyStatementsOfOneGroupShareAFingerprint(SqlDialect dialect) throws IOException {
		Map<String, String> first = new HashMap<>();
		for (List<String> group : groups(dialect)) {
			Fingerprint expected = Fingerprint.of(group.get(0), dialect);
			for (String statement : group) {
				Fingerprint fingerprint = Fingerprint.of(statement, dialect);

				assertThat(fingerprint.text()).as(statement).isEqualTo(expected.text());
				assertThat(fingerprint.id()).isEqualTo(expected.id());
				assertThat(fingerprint.kind()).isEqualTo(expected.kind());
				assertThat(fingerprint.hasLimit()).as(statement).isEqualTo(expected.hasLimit());
				assertThat(fingerprint.locks()).as(statement).isEqualTo(expected.locks());
			}
			assertThat(first.put(expected.id(), group.get(0))).as(group.get(0)).isNull();
		}
	}

	@ParameterizedTest
	@MethodSource("dialects")
	void noTextHasAValue(SqlDialect dialect) throws IOException {
		for (List<String> group : groups(dialect)) {
			for (String statement : group) {
				assertThat(Fingerprint.of(statement, dialect).text()).as(statement)
					.doesNotContain(CorpusGenerator.SECRET, CorpusGenerator.DIGITS, "'");
			}
		}
	}

	@ParameterizedTest
	@MethodSource("dialects")
	void textsAreTheirOwnFingerprints(SqlDialect dialect) throws IOException {
		for (List<String> group : groups(dialect)) {
			Fingerprint fingerprint = Fingerprint.of(group.get(0), dialect);

			assertThat(Fingerprint.of(fingerprint.text(), dialect)).isEqualTo(fingerprint);
		}
	}

	private static List<List<String>> groups(SqlDialect dialect) throws IOException {
		return Arrays.stream(corpus(dialect).split("\n\n"))
			.map((group) -> group.lines().map((line) -> line.translateEscapes()).toList())
			.toList();
	}

	private static String corpus(SqlDialect dialect) throws IOException {
		return new ClassPathResource("corpus/" + CorpusGenerator.fileName(dialect), FingerprintCorpusTests.class)
			.getContentAsString(StandardCharsets.UTF_8);
	}

}
