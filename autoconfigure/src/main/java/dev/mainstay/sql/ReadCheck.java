package dev.mainstay.sql;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Refuses statements that do more than read.
 *
 * A keyword counts only where it could be one, not as a quoted name, after a full stop or
 * as an alias after AS.
 */
final class ReadCheck {

	private static final Set<String> CHANGES = Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE");

	/*
	 * What starts a statement of SQL Server even in the middle of a line.
	 */
	private static final Set<String> STARTS = Set.of("ALTER", "BACKUP", "BEGIN", "BULK", "CHECKPOINT", "COMMIT",
			"CREATE", "DBCC", "DECLARE", "DENY", "DROP", "DUMP", "EXEC", "EXECUTE", "GRANT", "KILL", "LOAD", "PRINT",
			"RAISERROR", "READTEXT", "RECONFIGURE", "RESTORE", "REVERT", "REVOKE", "ROLLBACK", "SAVE", "SET", "SETUSER",
			"SHUTDOWN", "TRUNCATE", "UPDATETEXT", "USE", "WAITFOR", "WRITETEXT");

	private static final Set<String> LOCK_HINTS = Set.of("UPDLOCK", "XLOCK", "TABLOCKX");

	private static final Set<String> BEFORE_SELECT = Set.of("UNION", "ALL", "EXCEPT", "INTERSECT");

	/*
	 * Dialects in which a sequence is called as sequence.nextval.
	 */
	private static final Set<SqlDialect> SEQUENCE_MEMBERS = EnumSet.of(SqlDialect.ORACLE, SqlDialect.H2,
			SqlDialect.MYSQL, SqlDialect.ANSI);

	private static final String NAMES = " A column or table of that name can be quoted or qualified.";

	private final List<SqlToken> tokens;

	private final SqlDialect dialect;

	private final boolean separators;

	private final boolean parameters;

	ReadCheck(List<SqlToken> tokens, SqlDialect dialect) {
		this(tokens, dialect, false);
	}

	ReadCheck(List<SqlToken> tokens, SqlDialect dialect, boolean parameters) {
		this.parameters = parameters;
		this.tokens = tokens;
		this.dialect = dialect;
		this.separators = dialect != SqlDialect.SQL_SERVER && dialect != SqlDialect.ANSI;
	}

	void check() {
		new ReadStart(this.tokens, this.dialect).check();
		boolean label = false;
		for (int i = 0; i < this.tokens.size(); i++) {
			boolean alias = i > 0 && !label && at(i - 1).isKeyword("AS");
			label = alias || isQualified(i);
			checkToken(i, label);
		}
	}

	private boolean isQualified(int index) {
		if (index < 2 || !at(index - 1).is(TokenKind.DOT)) {
			return false;
		}
		return switch (at(index - 2).kind()) {
			case IDENTIFIER, QUOTED_IDENTIFIER, VARIABLE, DOT, RIGHT_PARENTHESIS -> true;
			default -> at(index - 2).name().equals("]");
		};
	}

	private void checkToken(int index, boolean label) {
		SqlToken token = at(index);
		checkFunction(index, token);
		switch (token.kind()) {
			case PARAMETER -> checkParameter(index, token);
			case VARIABLE -> checkVariable(token);
			case OPERATOR -> checkAssignment(token);
			case IDENTIFIER -> {
				if (!label) {
					checkKeyword(index, token);
				}
			}
			default -> {
			}
		}
	}

	private void checkFunction(int index, SqlToken token) {
		boolean member = this.dialect == SqlDialect.ORACLE && at(index + 1).is(TokenKind.DOT);
		boolean call = member || at(index + 1).is(TokenKind.LEFT_PARENTHESIS);
		if (call && SideEffectFunctions.of(this.dialect).contains(token.name())) {
			throw refusal("function " + token.name(), token, "Functions that do more than read are not allowed.");
		}
		boolean sequence = token.name().equals("NEXTVAL") && index > 0 && at(index - 1).is(TokenKind.DOT);
		if (sequence && SEQUENCE_MEMBERS.contains(this.dialect) || isWords(index, "NEXT", "VALUE", "FOR")) {
			throw refusal("a call of a sequence", token, "Functions that do more than read are not allowed.");
		}
	}

	private void checkParameter(int index, SqlToken token) {
		boolean operator = this.dialect == SqlDialect.POSTGRESQL && token.end() == token.start() + 1
				&& isOperand(index - 1) && at(index + 1).is(TokenKind.STRING);
		if (!operator && !this.parameters) {
			throw refusal("a parameter", token, "There are no values for parameters; write them into the statement.");
		}
	}

	private boolean isOperand(int index) {
		return index >= 0 && switch (at(index).kind()) {
			case IDENTIFIER, QUOTED_IDENTIFIER, STRING, RIGHT_PARENTHESIS -> true;
			default -> false;
		};
	}

	private void checkVariable(SqlToken token) {
		if (this.dialect == SqlDialect.SQL_SERVER && !token.name().startsWith("@@")) {
			throw refusal("a variable", token, "There are no values for variables; write them into the statement.");
		}
	}

	private void checkAssignment(SqlToken token) {
		boolean assigns = this.dialect == SqlDialect.MYSQL || this.dialect == SqlDialect.H2;
		if (assigns && token.name().equals(":=")) {
			throw refusal("an assignment", token, "Variables can be read, but not set.");
		}
	}

	private void checkKeyword(int index, SqlToken token) {
		String word = token.name();
		boolean followed = at(index + 1).isObject();
		if (word.equals("INTO")) {
			throw refusal("INTO", token, "Rows may only be returned, not stored." + NAMES);
		}
		if (CHANGES.contains(word) && (followed || word.equals("UPDATE") && isCall(index))) {
			throw refusal(word, token, ReadStart.ALLOWED + NAMES);
		}
		if (!this.separators) {
			checkStart(index, token, followed);
		}
		checkLock(index, token);
	}

	private void checkStart(int index, SqlToken token, boolean followed) {
		boolean server = this.dialect == SqlDialect.SQL_SERVER;
		boolean argument = index > 0
				&& (at(index - 1).is(TokenKind.LEFT_PARENTHESIS) || at(index - 1).is(TokenKind.COMMA));
		if (STARTS.contains(token.name()) && !argument && (server || followed)) {
			throw refusal(token.name(), token, ReadStart.ALLOWED + NAMES);
		}
		if (server && token.isKeyword("SELECT") && !argument && index > 0 && !continuesQuery(at(index - 1))) {
			throw refusal("a second SELECT", token, "Exactly one statement is allowed.");
		}
	}

	private boolean continuesQuery(SqlToken previous) {
		boolean afterWith = previous.is(TokenKind.RIGHT_PARENTHESIS) && at(0).isKeyword("WITH");
		return afterWith || BEFORE_SELECT.contains(previous.name());
	}

	private void checkLock(int index, SqlToken token) {
		boolean clause = isWords(index, "FOR", "UPDATE") || isWords(index, "FOR", "SHARE")
				|| isWords(index, "FOR", "NO", "KEY") || isWords(index, "FOR", "KEY", "SHARE")
				|| isWords(index, "LOCK", "IN", "SHARE");
		boolean hint = this.dialect == SqlDialect.SQL_SERVER && LOCK_HINTS.contains(token.name());
		if (clause || hint) {
			throw refusal(hint ? token.name() : token.name() + " " + at(index + 1).name(), token,
					"Rows may be read, but not locked.");
		}
	}

	private boolean isCall(int index) {
		return at(index + 1).is(TokenKind.LEFT_PARENTHESIS);
	}

	private boolean isWords(int index, String... words) {
		for (int i = 0; i < words.length; i++) {
			if (!at(index + i).isKeyword(words[i])) {
				return false;
			}
		}
		return true;
	}

	private SqlToken at(int index) {
		return (index < this.tokens.size()) ? this.tokens.get(index) : SqlToken.END;
	}

	private static NotASingleReadException refusal(String found, SqlToken token, String allowed) {
		return new NotASingleReadException(found, token.start() + 1, allowed);
	}

}
