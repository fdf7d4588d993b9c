package dev.mainstay.sql;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Refuses statements that do not begin like a read.
 */
final class ReadStart {

	static final String ALLOWED = "Only SELECT, WITH … SELECT, VALUES, TABLE, SHOW, DESCRIBE and EXPLAIN without ANALYZE are allowed,"
			+ " as far as the database knows them.";

	private static final Set<SqlDialect> EXPLAINS = EnumSet.of(SqlDialect.POSTGRESQL, SqlDialect.MYSQL, SqlDialect.H2,
			SqlDialect.SQLITE);

	private static final Set<SqlDialect> SHOWS = EnumSet.of(SqlDialect.POSTGRESQL, SqlDialect.MYSQL, SqlDialect.H2);

	private static final Set<SqlDialect> TABLES = EnumSet.of(SqlDialect.POSTGRESQL, SqlDialect.MYSQL, SqlDialect.H2,
			SqlDialect.ANSI);

	private static final Set<String> QUERIES = Set.of("SELECT", "WITH", "VALUES", "TABLE");

	private static final Set<String> EXPLAIN_OPTIONS = Set.of("VERBOSE", "EXTENDED", "PARTITIONS", "QUERY", "PLAN");

	/*
	 * Words that may be repeated to the user; any other first word may be data pasted by
	 * mistake.
	 */
	private static final Set<String> STATEMENTS = Set.of("ABORT", "ALTER", "ANALYSE", "ANALYZE", "ATTACH", "BACKUP",
			"BEGIN", "CALL", "CHECKPOINT", "CLOSE", "CLUSTER", "COMMENT", "COMMIT", "COPY", "CREATE", "DEALLOCATE",
			"DECLARE", "DELETE", "DESC", "DESCRIBE", "DETACH", "DISCARD", "DO", "DROP", "END", "EXEC", "EXECUTE",
			"EXPLAIN", "FETCH", "FLUSH", "GRANT", "HANDLER", "HELP", "IMPORT", "INSERT", "INSTALL", "KILL", "LISTEN",
			"LOAD", "LOCK", "MERGE", "MOVE", "NOTIFY", "OPTIMIZE", "PRAGMA", "PREPARE", "PURGE", "REFRESH", "REINDEX",
			"RELEASE", "RENAME", "REPAIR", "REPLACE", "RESET", "REVOKE", "ROLLBACK", "RUNSCRIPT", "SAVEPOINT", "SCRIPT",
			"SECURITY", "SET", "SHOW", "SHUTDOWN", "START", "STOP", "TABLE", "TRUNCATE", "UNINSTALL", "UNLISTEN",
			"UNLOCK", "UPDATE", "UPSERT", "USE", "VACUUM", "XA");

	private final List<SqlToken> tokens;

	private final SqlDialect dialect;

	ReadStart(List<SqlToken> tokens, SqlDialect dialect) {
		this.tokens = tokens;
		this.dialect = dialect;
	}

	void check() {
		SqlToken first = at(0);
		boolean describe = this.dialect == SqlDialect.MYSQL && (first.isKeyword("DESCRIBE") || first.isKeyword("DESC"));
		if (describe || first.isKeyword("EXPLAIN") && EXPLAINS.contains(this.dialect)) {
			checkExplain();
		}
		else if (!first.isKeyword("SHOW") || !SHOWS.contains(this.dialect)) {
			checkQuery(0);
		}
	}

	private void checkQuery(int start) {
		int index = start;
		while (at(index).is(TokenKind.LEFT_PARENTHESIS)) {
			index++;
		}
		SqlToken word = at(index);
		boolean table = word.isKeyword("TABLE") && (!TABLES.contains(this.dialect) || !at(index + 1).isObject());
		if (!word.is(TokenKind.IDENTIFIER) || !QUERIES.contains(word.name()) || table) {
			throw refusal(word);
		}
		boolean routine = at(index + 1).isKeyword("FUNCTION") || at(index + 1).isKeyword("PROCEDURE");
		if (this.dialect == SqlDialect.ORACLE && word.isKeyword("WITH") && routine) {
			throw refusal(at(index + 1));
		}
	}

	private void checkExplain() {
		int index = 1;
		if (at(1).is(TokenKind.LEFT_PARENTHESIS) && !isQuery(2)) {
			index = endOfOptions(1);
		}
		while (EXPLAIN_OPTIONS.contains(at(index).name()) || isAnalyze(index) || isFormat(index) || isPlanFor(index)) {
			if (isAnalyze(index)) {
				throw refusal(at(index));
			}
			index += isFormat(index) ? 3 : 1;
		}
		if (this.dialect != SqlDialect.MYSQL || at(index).is(TokenKind.LEFT_PARENTHESIS)
				|| QUERIES.contains(at(index).name()) || STATEMENTS.contains(at(index).name())) {
			checkQuery(index);
		}
		else {
			checkTableDescription(index);
		}
	}

	private int endOfOptions(int open) {
		int depth = 0;
		for (int i = open; i < this.tokens.size(); i++) {
			if (isAnalyze(i)) {
				throw refusal(at(i));
			}
			if (at(i).is(TokenKind.LEFT_PARENTHESIS)) {
				depth++;
			}
			else if (at(i).is(TokenKind.RIGHT_PARENTHESIS)) {
				depth--;
				if (depth == 0) {
					return i + 1;
				}
			}
		}
		throw refusal(at(open));
	}

	/*
	 * MySQL: EXPLAIN table, EXPLAIN table column, and EXPLAIN FOR CONNECTION number.
	 */
	private void checkTableDescription(int start) {
		if (start >= this.tokens.size()) {
			throw refusal(SqlToken.END);
		}
		for (int i = start; i < this.tokens.size(); i++) {
			switch (at(i).kind()) {
				case IDENTIFIER, QUOTED_IDENTIFIER, STRING, NUMBER, DOT -> {
				}
				default -> throw refusal(at(i));
			}
		}
	}

	private boolean isQuery(int index) {
		return at(index).is(TokenKind.LEFT_PARENTHESIS)
				|| at(index).is(TokenKind.IDENTIFIER) && QUERIES.contains(at(index).name());
	}

	/*
	 * PostgreSQL takes a quoted name for an option, too.
	 */
	private boolean isAnalyze(int index) {
		return at(index).name().equals("ANALYZE") || at(index).name().equals("ANALYSE");
	}

	private boolean isFormat(int index) {
		return at(index).isKeyword("FORMAT") && at(index + 1).name().equals("=");
	}

	private boolean isPlanFor(int index) {
		return at(index).isKeyword("FOR") && at(index - 1).isKeyword("PLAN");
	}

	private SqlToken at(int index) {
		return (index < this.tokens.size()) ? this.tokens.get(index) : SqlToken.END;
	}

	private NotASingleReadException refusal(SqlToken token) {
		boolean end = token == SqlToken.END;
		boolean known = token.is(TokenKind.IDENTIFIER) && STATEMENTS.contains(token.name());
		int position = end ? this.tokens.get(this.tokens.size() - 1).end() : token.start() + 1;
		return new NotASingleReadException(known ? token.name() : end ? "the end" : "something else", position,
				ALLOWED);
	}

}
