package dev.mainstay.sql;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A rule of reading SQL text in which databases differ.
 */
enum LexicalFeature {

	/**
	 * A backslash in a string escapes the character after it.
	 */
	BACKSLASH_ESCAPES(SqlDialect.MYSQL),

	/**
	 * {@code E'…'} is a string with backslash escapes, and so are its continuations.
	 */
	ESCAPE_STRINGS(SqlDialect.POSTGRESQL),

	/**
	 * {@code U&'…'} and {@code U&"…"} are a string and a name.
	 */
	UNICODE_QUOTES(SqlDialect.POSTGRESQL, SqlDialect.H2, SqlDialect.ANSI),

	/**
	 * {@code q'[…]'} is a string.
	 */
	ALTERNATIVE_QUOTES(SqlDialect.ORACLE),

	/**
	 * {@code $$…$$} is a string.
	 */
	DOLLAR_QUOTES(SqlDialect.POSTGRESQL, SqlDialect.H2),

	/**
	 * {@code $tag$…$tag$} is a string.
	 */
	DOLLAR_TAGS(SqlDialect.POSTGRESQL),

	/**
	 * {@code "…"} is a string, not a name.
	 */
	DOUBLE_QUOTED_STRINGS(SqlDialect.MYSQL),

	/**
	 * A name may stand in backticks.
	 */
	BACKTICK_QUOTES(SqlDialect.MYSQL, SqlDialect.H2, SqlDialect.SQLITE),

	/**
	 * A name may stand in square brackets.
	 */
	BRACKET_QUOTES(SqlDialect.SQL_SERVER, SqlDialect.SQLITE),

	/**
	 * A block comment may contain block comments.
	 */
	NESTED_COMMENTS(SqlDialect.POSTGRESQL, SqlDialect.H2, SqlDialect.SQL_SERVER),

	/**
	 * {@code /*! … }{@code *}{@code /} is executed.
	 */
	EXECUTABLE_COMMENTS(SqlDialect.MYSQL),

	/**
	 * {@code #} starts a line comment.
	 */
	HASH_COMMENTS(SqlDialect.MYSQL),

	/**
	 * {@code //} starts a line comment.
	 */
	SLASH_COMMENTS(SqlDialect.H2),

	/**
	 * {@code --} starts a line comment only before a blank or control character.
	 */
	SPACED_DASH_COMMENTS(SqlDialect.MYSQL),

	/**
	 * {@code #} may be part of a name.
	 */
	HASH_IDENTIFIERS(SqlDialect.ORACLE, SqlDialect.SQL_SERVER),

	/**
	 * {@code @name} and {@code @@name} are variables.
	 */
	VARIABLES(SqlDialect.MYSQL, SqlDialect.H2, SqlDialect.SQL_SERVER),

	/**
	 * {@code @name} is a parameter.
	 */
	AT_PARAMETERS(SqlDialect.SQLITE, SqlDialect.ANSI),

	/**
	 * {@code $1} is a parameter.
	 */
	DOLLAR_PARAMETERS(SqlDialect.POSTGRESQL, SqlDialect.H2, SqlDialect.SQLITE, SqlDialect.ANSI),

	/**
	 * {@code $1} is an amount of money.
	 */
	MONEY(SqlDialect.SQL_SERVER),

	/**
	 * Operators may contain {@code @}, {@code #} and {@code ?}.
	 */
	SYMBOLIC_OPERATORS(SqlDialect.POSTGRESQL),

	/**
	 * Numbers may end in a letter that names their type.
	 */
	NUMBER_SUFFIXES(SqlDialect.ORACLE, SqlDialect.H2);

	/*
	 * What a setting of the server, such as sql_mode, may switch without a trace in the
	 * text.
	 */
	private static final Map<SqlDialect, LexicalFeature> SWITCHED = Map.of(SqlDialect.POSTGRESQL, BACKSLASH_ESCAPES,
			SqlDialect.MYSQL, BACKSLASH_ESCAPES, SqlDialect.ANSI, BACKSLASH_ESCAPES, SqlDialect.H2, BRACKET_QUOTES);

	private static final Map<SqlDialect, Set<LexicalFeature>> FEATURES = new EnumMap<>(SqlDialect.class);

	static {
		for (SqlDialect dialect : SqlDialect.values()) {
			Set<LexicalFeature> features = EnumSet.allOf(LexicalFeature.class);
			features.removeIf((feature) -> !feature.dialects.contains(dialect));
			FEATURES.put(dialect, features);
		}
	}

	private final List<SqlDialect> dialects;

	LexicalFeature(SqlDialect... dialects) {
		this.dialects = List.of(dialects);
	}

	/**
	 * How a server reads text by default.
	 * @param dialect its dialect
	 * @return the features, not to be modified
	 */
	static Set<LexicalFeature> of(SqlDialect dialect) {
		return FEATURES.getOrDefault(dialect, Set.of());
	}

	/**
	 * How a server reads text whose settings differ from the default.
	 * @param dialect its dialect
	 * @return the features, or empty if there is no such setting
	 */
	static Optional<Set<LexicalFeature>> switchedOf(SqlDialect dialect) {
		LexicalFeature switched = SWITCHED.get(dialect);
		if (switched == null) {
			return Optional.empty();
		}
		Set<LexicalFeature> features = EnumSet.copyOf(of(dialect));
		if (!features.remove(switched)) {
			features.add(switched);
		}
		return Optional.of(features);
	}

}
