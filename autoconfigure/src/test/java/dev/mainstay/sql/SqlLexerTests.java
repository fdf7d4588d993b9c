package dev.mainstay.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SqlLexer}.
 */
class SqlLexerTests {

	private static final SqlDialect PG = SqlDialect.POSTGRESQL;

	private static final SqlDialect MY = SqlDialect.MYSQL;

	private static final SqlDialect MS = SqlDialect.SQL_SERVER;

	private static final SqlDialect ORA = SqlDialect.ORACLE;

	private static final SqlDialect LITE = SqlDialect.SQLITE;

	@ParameterizedTest
	@MethodSource
	void splitsTextIntoTokens(SqlDialect dialect, String sql, String expected) {
		assertThat(describe(sql, dialect)).isEqualTo(expected);
	}

	static Stream<Arguments> splitsTextIntoTokens() {
		return Stream.of(Arguments.of(PG, "select a.b", "IDENTIFIER:select IDENTIFIER:a DOT:. IDENTIFIER:b"),
				Arguments.of(PG, "'it''s'", "STRING:'it''s'"), Arguments.of(PG, "'\\'x", "STRING:'\\' IDENTIFIER:x"),
				Arguments.of(MY, "'\\'x'", "STRING:'\\'x'"), Arguments.of(MY, "\"a\\\"b\"", "STRING:\"a\\\"b\""),
				Arguments.of(PG, "\"a\"\"b\"", "QUOTED_IDENTIFIER:\"a\"\"b\""),
				Arguments.of(PG, "E'\\''x", "STRING:E'\\'' IDENTIFIER:x"),
				Arguments.of(PG, "E'a'\n'\\''x", "STRING:E'a' STRING:'\\'' IDENTIFIER:x"),
				Arguments.of(PG, "E'a',\n'\\'x", "STRING:E'a' COMMA:, STRING:'\\' IDENTIFIER:x"),
				Arguments.of(MY, "e'a'", "IDENTIFIER:e STRING:'a'"),
				Arguments.of(PG, "N'a'B'1'X'ff'", "STRING:N'a' STRING:B'1' STRING:X'ff'"),
				Arguments.of(PG, "U&'a'u&\"b\"", "STRING:U&'a' QUOTED_IDENTIFIER:u&\"b\""),
				Arguments.of(MY, "u&'a'", "IDENTIFIER:u OPERATOR:& STRING:'a'"),
				Arguments.of(PG, "$$a'b$$c", "STRING:$$a'b$$ IDENTIFIER:c"),
				Arguments.of(PG, "$t$a$$b$t$c", "STRING:$t$a$$b$t$ IDENTIFIER:c"),
				Arguments.of(PG, "a$b$c", "IDENTIFIER:a$b$c"),
				Arguments.of(PG, "$1+$2", "PARAMETER:$1 OPERATOR:+ PARAMETER:$2"),
				Arguments.of(PG, "$a b", "OTHER:$ IDENTIFIER:a IDENTIFIER:b"),
				Arguments.of(SqlDialect.H2, "$$a$$", "STRING:$$a$$"), Arguments.of(MS, "$1.5", "NUMBER:$1.5"),
				Arguments.of(MS, "$", "NUMBER:$"),
				Arguments.of(LITE, "$a@b:c?1?", "PARAMETER:$a PARAMETER:@b PARAMETER:" + ":c PARAMETER:?1 PARAMETER:?"),
				Arguments.of(PG, "a::int", "IDENTIFIER:a OPERATOR::: IDENTIFIER:int"),
				Arguments.of(PG, "a = :b", "IDENTIFIER:a OPERATOR:= PARAMETER::b"),
				Arguments.of(PG, "a=:b", "IDENTIFIER:a OPERATOR:= PARAMETER::b"),
				Arguments.of(PG, "a[1:b]", "IDENTIFIER:a OPERATOR:[ NUMBER:1 OPERATOR:: IDENTIFIER:b OPERATOR:]"),
				Arguments.of(PG, "a[:2]", "IDENTIFIER:a OPERATOR:[ OPERATOR:: NUMBER:2 OPERATOR:]"),
				Arguments.of(PG, "'a':b", "STRING:'a' OPERATOR:: IDENTIFIER:b"),
				Arguments.of(PG, "a ?| b ?& c", "IDENTIFIER:a OPERATOR:?| IDENTIFIER:b OPERATOR:?& IDENTIFIER:c"),
				Arguments.of(PG, "a @? b", "IDENTIFIER:a OPERATOR:@? IDENTIFIER:b"),
				Arguments.of(PG, "a@>b#>>c", "IDENTIFIER:a OPERATOR:@> IDENTIFIER:b OPERATOR:#>> IDENTIFIER:c"),
				Arguments.of(PG, "a=-- b\n", "IDENTIFIER:a OPERATOR:= LINE_COMMENT:-- b"),
				Arguments.of(PG, "1-/*x*/2", "NUMBER:1 OPERATOR:- BLOCK_COMMENT:/*x*/ NUMBER:2"),
				Arguments.of(MY, "@a:=@@b", "VARIABLE:@a OPERATOR::= VARIABLE:@@b"),
				Arguments.of(MY, "1--2", "NUMBER:1 OPERATOR:-- NUMBER:2"),
				Arguments.of(MY, "1--", "NUMBER:1 LINE_COMMENT:--"),
				Arguments.of(MY, "1#2", "NUMBER:1 LINE_COMMENT:#2"),
				Arguments.of(PG, "1--2", "NUMBER:1 LINE_COMMENT:--2"),
				Arguments.of(SqlDialect.H2, "1//2", "NUMBER:1 LINE_COMMENT://2"),
				Arguments.of(PG, "/*a/*b*/c*/d", "BLOCK_COMMENT:/*a/*b*/c*/ IDENTIFIER:d"),
				Arguments.of(MY, "/*a/*b*/c", "BLOCK_COMMENT:/*a/*b*/ IDENTIFIER:c"),
				Arguments.of(MY, "/*!50708 a*/b",
						"EXECUTABLE_COMMENT:/*!50708 IDENTIFIER:a EXECUTABLE_COMMENT:*/ IDENTIFIER:b"),
				Arguments.of(MY, "/*M!1**/", "EXECUTABLE_COMMENT:/*M!1 OPERATOR:* EXECUTABLE_COMMENT:*/"),
				Arguments.of(MY, "/*!'*/'*/", "EXECUTABLE_COMMENT:/*! STRING:'*/' EXECUTABLE_COMMENT:*/"),
				Arguments.of(PG, "/*! a*/", "BLOCK_COMMENT:/*! a*/"),
				Arguments.of(ORA, "q'[a'b]'nq'xcx'", "STRING:q'[a'b]' STRING:nq'xcx'"),
				Arguments.of(ORA, "q'a", "STRING:q'a"), Arguments.of(PG, "q'a'", "IDENTIFIER:q STRING:'a'"),
				Arguments.of(ORA, "a@b#", "IDENTIFIER:a OPERATOR:@ IDENTIFIER:b#"),
				Arguments.of(MS, "[a]]b].#t", "QUOTED_IDENTIFIER:[a]]b] DOT:. IDENTIFIER:#t"),
				Arguments.of(LITE, "[a]`b`", "QUOTED_IDENTIFIER:[a] QUOTED_IDENTIFIER:`b`"),
				Arguments.of(PG, "`", "OTHER:`"), Arguments.of(PG, "\\{}", "OTHER:\\ OTHER:{ OTHER:}"),
				Arguments.of(PG, "1.5e-3+.5+0x1F+1_000",
						"NUMBER:1.5e-3 OPERATOR:+ NUMBER:.5 OPERATOR:+ NUMBER:0x1F " + "OPERATOR:+ NUMBER:1_000"),
				Arguments.of(PG, "1..2", "NUMBER:1 DOT:. NUMBER:.2"),
				Arguments.of(MS, "1einto", "NUMBER:1 IDENTIFIER:einto"),
				Arguments.of(ORA, "1.5f+2d", "NUMBER:1.5f OPERATOR:+ NUMBER:2d"),
				Arguments.of(PG, "größe", "IDENTIFIER:größe"), Arguments.of(PG, "(a),b;",
						"LEFT_PARENTHESIS:( IDENTIFIER:a " + "RIGHT_PARENTHESIS:) COMMA:, IDENTIFIER:b SEMICOLON:;"));
	}

	@ParameterizedTest
	@MethodSource
	void endsWhatIsOpenWithTheText(String sql) {
		SqlLexer lexer = new SqlLexer(sql, SqlDialect.POSTGRESQL);

		assertThat(lexer.next()).isTrue();
		assertThat(lexer.text()).isEqualTo(sql);
		assertThat(lexer.isTerminated()).isFalse();
		assertThat(lexer.next()).isFalse();
	}

	static Stream<String> endsWhatIsOpenWithTheText() {
		return Stream.of("'a", "'a''", "\"a", "E'a\\'", "$$a$", "$t$a$$", "/* a", "/*/", "/* /* */", "U&\"a", "'");
	}

	@Test
	void comparesKeywordsInAnyCase() {
		SqlLexer lexer = new SqlLexer("Select \"select\"", SqlDialect.ANSI);

		lexer.next();
		assertThat(lexer.isKeyword("SELECT")).isTrue();
		assertThat(lexer.isKeyword("SELECTED")).isFalse();
		lexer.next();
		lexer.next();
		assertThat(lexer.isKeyword("SELECT")).isFalse();
	}

	@Test
	void hasNoTokenInEmptyText() {
		assertThat(new SqlLexer("", SqlDialect.ANSI).next()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void losesNoCharacterOfMutatedStatements(SqlDialect dialect) {
		long seed = 20260101L + dialect.ordinal();
		SqlMutations mutations = new SqlMutations(new Random(seed));
		for (int i = 0; i < 4000; i++) {
			String sql = mutations.next();

			assertThat(join(sql, dialect)).as("seed %d, statement %d", seed, i).isEqualTo(sql);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
	void readsLongTextInLinearTime(SqlDialect dialect) {
		for (String unit : SqlMutations.FRAGMENTS) {
			String sql = "select " + unit.repeat(1_000_000 / unit.length());

			assertThat(length(sql, dialect)).as(unit).isEqualTo(sql.length());
		}
	}

	private static int length(String sql, SqlDialect dialect) {
		SqlLexer lexer = new SqlLexer(sql, dialect);
		int length = 0;
		while (lexer.next()) {
			length += lexer.end() - lexer.start();
		}
		return length;
	}

	private static String join(String sql, SqlDialect dialect) {
		SqlLexer lexer = new SqlLexer(sql, dialect);
		StringBuilder joined = new StringBuilder();
		while (lexer.next()) {
			assertThat(lexer.end()).isGreaterThan(lexer.start());
			joined.append(lexer.text());
		}
		return joined.toString();
	}

	private static String describe(String sql, SqlDialect dialect) {
		SqlLexer lexer = new SqlLexer(sql, dialect);
		List<String> tokens = new ArrayList<>();
		while (lexer.next()) {
			if (lexer.kind() != TokenKind.WHITESPACE) {
				tokens.add(lexer.kind() + ":" + lexer.text());
			}
		}
		return String.join(" ", tokens);
	}

}
