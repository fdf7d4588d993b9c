package dev.mainstay.sql;

import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What the tokens of a text tell about the statement, gathered while they pass by.
 */
final class StatementFacts {

	private static final Set<SqlDialect> LIMIT = EnumSet
		.complementOf(EnumSet.of(SqlDialect.SQL_SERVER, SqlDialect.ORACLE));

	private static final Set<SqlDialect> TOP = EnumSet.of(SqlDialect.SQL_SERVER, SqlDialect.H2, SqlDialect.ANSI);

	private static final Set<SqlDialect> ROWNUM = EnumSet.of(SqlDialect.ORACLE, SqlDialect.H2, SqlDialect.ANSI);

	private static final Set<SqlDialect> SELECT_INTO = EnumSet.of(SqlDialect.POSTGRESQL, SqlDialect.SQL_SERVER,
			SqlDialect.ANSI);

	private final SqlDialect dialect;

	private final CountShape count = new CountShape();

	private StatementKind kind = StatementKind.OTHER;

	private boolean limit;

	private boolean locks;

	private boolean several;

	/*
	 * Of the statement that is being read, where a text has several.
	 */
	private @Nullable StatementKind current;

	private @Nullable Keyword first;

	private @Nullable Keyword previous;

	private @Nullable Keyword beforeParenthesis;

	private boolean with;

	private int depth;

	StatementFacts(SqlDialect dialect) {
		this.dialect = dialect;
	}

	StatementKind kind() {
		return this.kind;
	}

	boolean isCount() {
		return this.count.isFound() && !this.several;
	}

	boolean hasLimit() {
		return this.limit;
	}

	boolean locks() {
		return this.locks;
	}

	StatementFacts finish() {
		endStatement();
		return this;
	}

	void word(@Nullable Keyword keyword, int atDepth) {
		this.count.word(keyword, atDepth);
		if (this.current == null) {
			start(keyword, atDepth);
		}
		else if (keyword != null) {
			follow(keyword, atDepth);
		}
		this.beforeParenthesis = null;
		this.previous = isMeant(keyword, atDepth) ? keyword : null;
	}

	/*
	 * Words that are names in some databases, and limits that are not the statement's.
	 */
	private boolean isMeant(@Nullable Keyword keyword, int atDepth) {
		if (keyword == null) {
			return false;
		}
		return switch (keyword) {
			case LIMIT -> atDepth <= this.depth && LIMIT.contains(this.dialect);
			case TOP -> atDepth <= this.depth && TOP.contains(this.dialect);
			case OFFSET -> atDepth <= this.depth;
			case ROWNUM -> ROWNUM.contains(this.dialect);
			default -> true;
		};
	}

	void quotedName() {
		this.count.quotedName();
		none();
	}

	void value() {
		this.limit |= isBeforeLimit();
		this.count.other();
		none();
	}

	void operator() {
		this.limit |= this.previous == Keyword.ROWNUM;
		this.count.other();
		none();
	}

	void other() {
		this.count.other();
		none();
	}

	void open() {
		this.limit |= isBeforeLimit();
		this.count.open();
		this.beforeParenthesis = this.previous;
		this.previous = null;
	}

	void close(int atDepth) {
		this.count.close(atDepth);
		none();
	}

	void semicolon() {
		endStatement();
		this.several = true;
		this.current = null;
		this.with = false;
		none();
	}

	private void start(@Nullable Keyword keyword, int atDepth) {
		this.first = keyword;
		this.depth = atDepth;
		this.with = keyword == Keyword.WITH;
		this.current = startKind(keyword);
		if (keyword == Keyword.SELECT) {
			this.count.select(atDepth);
		}
	}

	private StatementKind startKind(@Nullable Keyword keyword) {
		if (keyword == null) {
			return StatementKind.OTHER;
		}
		boolean block = keyword == Keyword.BEGIN || keyword == Keyword.DECLARE;
		if (block && this.dialect == SqlDialect.ORACLE) {
			return StatementKind.CALL;
		}
		return (keyword == Keyword.END) ? StatementKind.TRANSACTION : keyword.kind();
	}

	private void follow(Keyword keyword, int atDepth) {
		this.limit |= isLimit(keyword, atDepth);
		this.locks |= isLock(keyword);
		if (this.with) {
			followWith(keyword, atDepth);
		}
		else if (keyword == Keyword.INTO && atDepth <= this.depth && this.current == StatementKind.SELECT
				&& SELECT_INTO.contains(this.dialect)) {
			this.current = StatementKind.DDL;
		}
		else if ((keyword == Keyword.TRANSACTION || keyword == Keyword.TRAN) && isBeforeTransaction()) {
			this.current = StatementKind.TRANSACTION;
		}
	}

	/*
	 * The verb comes after the queries that have names; one of these may write.
	 */
	private void followWith(Keyword keyword, int atDepth) {
		boolean writes = keyword.kind().isWrite();
		boolean named = this.beforeParenthesis == Keyword.AS || this.beforeParenthesis == Keyword.MATERIALIZED;
		if (writes && named && this.current == StatementKind.OTHER) {
			this.current = keyword.kind();
		}
		if (atDepth <= this.depth && (writes || keyword.kind() == StatementKind.SELECT)) {
			this.with = false;
			if (this.current == StatementKind.OTHER || writes) {
				this.current = keyword.kind();
			}
			if (keyword == Keyword.SELECT) {
				this.count.select(atDepth);
			}
		}
	}

	private boolean isLimit(Keyword keyword, int atDepth) {
		boolean fetch = this.previous == Keyword.FETCH && this.first != Keyword.FETCH;
		boolean outermost = fetch && (keyword == Keyword.FIRST || keyword == Keyword.NEXT) && atDepth <= this.depth;
		return outermost || keyword == Keyword.BETWEEN && this.previous == Keyword.ROWNUM;
	}

	private boolean isLock(Keyword keyword) {
		return switch (keyword) {
			case UPDATE, SHARE, NO, KEY -> this.previous == Keyword.FOR && this.current != StatementKind.DDL;
			case IN -> this.previous == Keyword.LOCK && this.first != Keyword.LOCK;
			case UPDLOCK, XLOCK, TABLOCKX, HOLDLOCK -> this.dialect == SqlDialect.SQL_SERVER;
			default -> false;
		};
	}

	private boolean isBeforeTransaction() {
		return this.first == this.previous && (this.first == Keyword.SET || this.first == Keyword.PREPARE);
	}

	private boolean isBeforeLimit() {
		return this.previous == Keyword.LIMIT || this.previous == Keyword.OFFSET || this.previous == Keyword.TOP;
	}

	private void none() {
		this.previous = null;
		this.beforeParenthesis = null;
	}

	/*
	 * What writes is what the text is for, whatever is set before it.
	 */
	private void endStatement() {
		StatementKind ended = (this.current != null) ? this.current : StatementKind.OTHER;
		boolean block = this.kind == StatementKind.CALL || this.kind == StatementKind.DDL;
		if (this.kind == StatementKind.OTHER || ended.isWrite() && !this.kind.isWrite() && !block) {
			this.kind = ended;
		}
	}

}
