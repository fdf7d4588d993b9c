package dev.mainstay.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is true of every {@link Fingerprint}, with statements that random edits
 * have made more or less wrong.
 */
class FingerprintPropertyTests {

	private static final int STATEMENTS = 1000;

	private static final String SECRET = "s3cr3t";

	@ParameterizedTest
	@EnumSource
	void theTextIsItsOwnFingerprint(SqlDialect dialect) {
		forEach(dialect, (sql, random, description) -> {
			Fingerprint fingerprint = Fingerprint.of(sql, dialect);

			assertThat(Fingerprint.of(fingerprint.text(), dialect)).as(description).isEqualTo(fingerprint);
			assertThat(fingerprint.id()).matches("[0-9a-f]{16}");
		});
	}

	@ParameterizedTest
	@EnumSource
	void whatStandsBetweenTokensDoesNotMatter(SqlDialect dialect) {
		forEach(dialect, (sql, random, description) -> {
			List<String> tokens = tokens(sql, dialect);
			String spaced = spaced(tokens, dialect, random);
			if (tokens(spaced, dialect).equals(tokens)) {
				assertThat(Fingerprint.of(spaced, dialect)).as("%s: %s", description, spaced)
					.isEqualTo(Fingerprint.of(sql, dialect));
			}
		});
	}

	@ParameterizedTest
	@EnumSource
	void valuesDoNotMatterAndAreNotInTheText(SqlDialect dialect) {
		forEach(dialect, (sql, random, description) -> {
			String changed = withSecrets(sql, dialect, random);
			if (!kinds(changed, dialect).equals(kinds(sql, dialect))) {
				return;
			}
			Fingerprint fingerprint = Fingerprint.of(changed, dialect);

			assertThat(fingerprint.text()).as("%s: %s", description, changed).doesNotContain(SECRET, "73573");
			assertThat(fingerprint).as("%s: %s", description, changed).isEqualTo(Fingerprint.of(sql, dialect));
		});
	}

	@ParameterizedTest
	@EnumSource
	@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
	void takesTimeInProportionToTheLength(SqlDialect dialect) {
		List<String> units = new ArrayList<>(SqlMutations.FRAGMENTS);
		units.addAll(
				List.of("in (1, ", "values (1), ", "(1, 2), ", "- ", "/*+ a */ ", "--+ ", "case when ", "array[1, "));
		for (String unit : units) {
			String sql = "select in (values " + unit.repeat(50_000 / unit.length());

			assertThat(Fingerprint.of(sql, dialect).text().length()).as(unit).isLessThan(4003);
		}
	}

	private static void forEach(SqlDialect dialect, Property property) {
		long seed = 20260401L + dialect.ordinal();
		SqlMutations mutations = new SqlMutations(new Random(seed));
		Random random = new Random(seed);
		for (int i = 0; i < STATEMENTS; i++) {
			String sql = mutations.next();
			property.check(sql, random, "seed %d, statement %d: %s".formatted(seed, i, sql));
		}
	}

	private static List<String> tokens(String sql, SqlDialect dialect) {
		SqlLexer lexer = new SqlLexer(sql, dialect);
		List<String> tokens = new ArrayList<>();
		while (lexer.next()) {
			if (!lexer.kind().isTrivia() || isHint(lexer) || !lexer.isTerminated()) {
				tokens.add(lexer.kind() + lexer.text());
			}
		}
		return tokens;
	}

	private static List<String> kinds(String sql, SqlDialect dialect) {
		return tokens(sql, dialect).stream().map(FingerprintPropertyTests::kindOf).toList();
	}

	private static boolean isHint(SqlLexer lexer) {
		return lexer.kind() != TokenKind.WHITESPACE && lexer.text().startsWith("+", 2);
	}

	private static String spaced(List<String> tokens, SqlDialect dialect, Random random) {
		StringBuilder spaced = new StringBuilder();
		for (String token : tokens) {
			String text = token.substring(kindOf(token).length());
			spaced.append(text).append(switch (random.nextInt(5)) {
				case 0 -> "\n\t ";
				case 1 -> " /* it's a comment */ ";
				case 2 -> " -- \"comment\n";
				case 3 -> (dialect == SqlDialect.MYSQL) ? " # '\n" : " /*a='b'*/";
				default -> " ";
			});
		}
		return spaced.toString();
	}

	private static String kindOf(String token) {
		for (TokenKind kind : TokenKind.values()) {
			if (token.startsWith(kind.name())) {
				return kind.name();
			}
		}
		throw new AssertionError(token);
	}

	private static String withSecrets(String sql, SqlDialect dialect, Random random) {
		SqlLexer lexer = new SqlLexer(sql, dialect);
		StringBuilder changed = new StringBuilder();
		while (lexer.next()) {
			boolean plain = lexer.isTerminated() && lexer.text().startsWith("'");
			boolean digits = lexer.text().chars().allMatch((c) -> c >= '0' && c <= '9');
			if (lexer.kind() == TokenKind.STRING && plain) {
				changed.append('\'').append(SECRET.repeat(random.nextInt(3))).append("; -- /* \"'");
			}
			else if (lexer.kind() == TokenKind.NUMBER && digits) {
				changed.append("73573".repeat(1 + random.nextInt(3)));
			}
			else {
				changed.append(lexer.text());
			}
		}
		return changed.toString();
	}

	/**
	 * Something that is true of a statement.
	 */
	private interface Property {

		void check(String sql, Random random, String description);

	}

}
