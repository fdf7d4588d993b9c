package dev.mainstay.sql;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One statement that was checked to only read.
 *
 * The check is a first line of defence. It knows keywords and the functions of
 * {@link SideEffectFunctions}, but neither the functions a user has defined nor what a
 * view does, so the statement belongs in a read-only transaction that is rolled back,
 * with a timeout and a limit of rows.
 */
public final class SingleRead {

	private final String sql;

	private final SqlDialect dialect;

	private SingleRead(String sql, SqlDialect dialect) {
		this.sql = sql;
		this.dialect = dialect;
	}

	/**
	 * Check a text.
	 * @param sql the text, which may end in a semicolon and comments
	 * @param dialect the dialect of the database that is to execute it
	 * @return the statement
	 * @throws NotASingleReadException if the text is anything but one statement that only
	 * reads, if it has parameters, or in case of doubt
	 */
	public static SingleRead parse(String sql, SqlDialect dialect) {
		List<SqlToken> tokens = new LexicalCheck(sql, dialect, LexicalFeature.of(dialect)).statement();
		new ReadCheck(tokens, dialect).check();
		checkOtherReading(sql, dialect);
		return new SingleRead(sql.substring(tokens.get(0).start(), tokens.get(tokens.size() - 1).end()), dialect);
	}

	/**
	 * Tell whether a text that was prepared only reads.
	 * @param sql the text, which may have parameters
	 * @param dialect the dialect of the database
	 * @return whether it is one statement that only reads; {@code false} in case of doubt
	 */
	public static boolean isRead(String sql, SqlDialect dialect) {
		try {
			List<SqlToken> tokens = new LexicalCheck(sql, dialect, LexicalFeature.of(dialect)).statement();
			new ReadCheck(tokens, dialect, true).check();
			return true;
		}
		catch (NotASingleReadException ex) {
			return false;
		}
	}

	/*
	 * A server setting may move the ends of strings or names, and with them what is code.
	 * What is a syntax error for a server with that setting, it does not execute.
	 */
	private static void checkOtherReading(String sql, SqlDialect dialect) {
		Optional<Set<LexicalFeature>> features = LexicalFeature.switchedOf(dialect);
		if (features.isEmpty()) {
			return;
		}
		LexicalCheck check = new LexicalCheck(sql, dialect, features.get());
		if (!check.isMalformed()) {
			new ReadCheck(check.statement(), dialect).check();
		}
	}

	/**
	 * The text to execute.
	 * @return the statement without surrounding comments and closing semicolon
	 */
	public String sql() {
		return this.sql;
	}

	/**
	 * The dialect for which the statement was checked.
	 * @return the dialect
	 */
	public SqlDialect dialect() {
		return this.dialect;
	}

	@Override
	public String toString() {
		return this.sql;
	}

}
