package dev.mainstay.sql;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A statement without its comments and values, for a parser that need not know how the
 * database quotes them.
 */
final class PlainTokens {

	/*
	 * Functions whose value depends on their arguments or on the rows alone.
	 */
	private static final Set<String> PURE = Set
		.of("""
				abs acos array_agg array_length ascii asin atan atan2 avg bit_and bit_length bit_or bool_and bool_or btrim
				cardinality ceil ceiling char char_length character_length charindex chr coalesce concat concat_ws corr cos cot
				count count_big cume_dist datalength date_add date_format date_part date_sub date_trunc dateadd datediff
				datename datepart datetrunc day dayofmonth dayofweek dayofyear decode degrees dense_rank elt exp extract field
				find_in_set first_value floor format_number from_unixtime generate_series greatest group_concat grouping hex
				hour ifnull iif initcap instr isnull json_agg json_array json_arrayagg json_build_array json_build_object
				json_contains json_exists json_extract json_object json_object_agg json_objectagg json_query json_table
				json_unquote json_value jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length
				jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text jsonb_object_agg jsonb_object_keys
				jsonb_set jsonb_typeof lag last_value lcase lead least left len length listagg ln locate log log10 log2 lower
				lpad ltrim make_date max md5 median mid min minute mod month months_between nth_value ntile nullif nvl nvl2
				octet_length openjson overlay parsename percent_rank percentile_cont percentile_disc pi position pow power
				quarter radians rank regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace
				regexp_split_to_array regexp_substr repeat replace replicate reverse right round row_number row_to_json rpad
				rtrim second sha2 sign sin split_part sqrt starts_with stddev stddev_pop stddev_samp stdev str_to_date string_agg
				string_split string_to_array strpos stuff substr substring substring_index sum tan timestampadd timestampdiff
				to_date to_json to_jsonb to_number to_tsquery to_tsvector plainto_tsquery websearch_to_tsquery ts_rank
				translate trim trunc truncate ucase unhex unnest upper var_pop var_samp variance week weekofyear width_bucket
				xmlagg xmlelement xmlforest year
				"""
			.strip()
			.split("\\s+"));

	/*
	 * Words before a parenthesis that are no function.
	 */
	private static final Set<String> SYNTAX = Set
		.of("""
				array cast try_cast convert try_convert row rows cube rollup grouping sets index key varchar varchar2 nvarchar
				nvarchar2 nchar numeric decimal number float datetime2 time timestamp binary varbinary bit window match_recognize
				columns path partition pivot unpivot range nolock rowlock updlock holdlock matched
				"""
			.strip()
			.split("\\s+"));

	private static final Set<String> VARYING = Set.of("current_date", "current_time", "current_timestamp", "localtime",
			"localtimestamp", "sysdate", "systimestamp", "current_user", "session_user", "user", "current_role",
			"current_schema", "current_catalog", "rownum", "uid", "utc_date", "utc_time", "utc_timestamp", "nextval",
			"currval", "tablesample");

	private final StringBuilder placeholders = new StringBuilder();

	private final StringBuilder literals = new StringBuilder();

	private boolean doubtful;

	private boolean ended;

	private boolean mayVary;

	private int depth;

	private int deepest;

	private @Nullable String previous;

	private TokenKind previousKind = TokenKind.SEMICOLON;

	PlainTokens(String sql, SqlDialect dialect) {
		SqlLexer lexer = new SqlLexer(sql, dialect);
		while (lexer.next()) {
			this.doubtful |= !lexer.isTerminated() || lexer.kind() == TokenKind.EXECUTABLE_COMMENT;
			if (!lexer.kind().isTrivia()) {
				accept(lexer);
			}
		}
	}

	/**
	 * Whether a quote or comment is never closed, a comment is executed, or something
	 * follows a semicolon.
	 * @return {@code true} if this is not one statement that every database reads alike
	 */
	boolean isDoubtful() {
		return this.doubtful;
	}

	int depth() {
		return this.deepest;
	}

	boolean mayVary() {
		return this.mayVary;
	}

	String withPlaceholders() {
		return this.placeholders.toString();
	}

	String withLiterals() {
		return this.literals.toString();
	}

	private void accept(SqlLexer lexer) {
		if (lexer.kind() == TokenKind.SEMICOLON) {
			this.ended = true;
			return;
		}
		this.doubtful |= this.ended;
		String text = lexer.text();
		switch (lexer.kind()) {
			case STRING -> append("?", "'1'", this.previousKind == TokenKind.STRING);
			case NUMBER -> append("?", "1", false);
			case PARAMETER -> append("?", "?", false);
			default -> append(text, text, false);
		}
		examine(lexer.kind(), text);
		this.previousKind = lexer.kind();
		this.previous = this.previousKind.isName() ? text.toLowerCase(Locale.ROOT) : null;
	}

	private void append(String placeholder, String literal, boolean continued) {
		if (!continued) {
			boolean tight = this.previousKind == TokenKind.DOT || literal.equals(".") || literal.equals("(");
			this.placeholders.append(tight ? "" : " ").append(placeholder);
			this.literals.append(tight ? "" : " ").append(literal);
		}
	}

	private void examine(TokenKind kind, String text) {
		switch (kind) {
			case LEFT_PARENTHESIS -> {
				this.deepest = Math.max(this.deepest, ++this.depth);
				this.mayVary |= this.previous != null && !isPure(this.previous);
			}
			case RIGHT_PARENTHESIS -> this.depth--;
			case VARIABLE -> this.mayVary = true;
			case IDENTIFIER ->
				this.mayVary |= VARYING.contains(text.toLowerCase(Locale.ROOT)) && this.previousKind != TokenKind.DOT
						|| text.equalsIgnoreCase("nextval") || text.equalsIgnoreCase("currval");
			default -> {
			}
		}
	}

	private static boolean isPure(String name) {
		Keyword keyword = KeywordTable.find(name, 0, name.length());
		return keyword != null && keyword.isBeforeParenthesis() || PURE.contains(name) || SYNTAX.contains(name);
	}

}
