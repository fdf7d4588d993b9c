package dev.mainstay.sql;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * A word of SQL that means something to a {@link Fingerprint}.
 */
enum Keyword {

	SELECT(StatementKind.SELECT), VALUES(StatementKind.SELECT), TABLE(StatementKind.SELECT), WITH,

	INSERT(StatementKind.INSERT), REPLACE(StatementKind.INSERT), UPDATE(StatementKind.UPDATE),
	DELETE(StatementKind.DELETE), MERGE(StatementKind.MERGE), UPSERT(StatementKind.MERGE),

	CALL(StatementKind.CALL), EXEC(StatementKind.CALL), EXECUTE(StatementKind.CALL), DO(StatementKind.CALL),
	BEGIN(StatementKind.TRANSACTION),

	START(StatementKind.TRANSACTION), COMMIT(StatementKind.TRANSACTION), ROLLBACK(StatementKind.TRANSACTION),
	SAVEPOINT(StatementKind.TRANSACTION), RELEASE(StatementKind.TRANSACTION), SAVE(StatementKind.TRANSACTION),
	ABORT(StatementKind.TRANSACTION),

	CREATE(StatementKind.DDL), ALTER(StatementKind.DDL), DROP(StatementKind.DDL), TRUNCATE(StatementKind.DDL),
	RENAME(StatementKind.DDL), GRANT(StatementKind.DDL), REVOKE(StatementKind.DDL), COMMENT(StatementKind.DDL),

	SET, DECLARE, PREPARE, TRANSACTION, TRAN, END,

	FROM, WHERE, HAVING, AND, OR, XOR, NOT, BETWEEN, LIKE, ILIKE, RLIKE, REGEXP, GLOB, ESCAPE, DIV, MOD, INTERVAL,

	CASE, WHEN, THEN, ELSE, RETURN, RETURNING, IN, IS, ANY, SOME, EXISTS, ALL, DISTINCT, ON, USING, BY, TO,

	UNION, EXCEPT, INTERSECT, MINUS, GROUP, ORDER, PARTITION, OVER, FILTER, WITHIN, JOIN, LATERAL, APPLY,

	INTO, AS, MATERIALIZED, LIMIT, OFFSET, FETCH, FIRST, NEXT, TOP, ROWNUM, ROW, DEFAULT, COUNT, COUNT_BIG,

	FOR, SHARE, NO, KEY, LOCK, UPDLOCK, XLOCK, TABLOCKX, HOLDLOCK, IDENTIFIED,

	NULL, TRUE, FALSE, ARRAY,

	/**
	 * Any other word that is a keyword, type or function rather than a name.
	 */
	OTHER;

	private static final Set<Keyword> BEFORE_OPERAND = EnumSet.of(SELECT, VALUES, FROM, WHERE, HAVING, AND, OR, XOR,
			NOT, BETWEEN, LIKE, ILIKE, RLIKE, REGEXP, GLOB, ESCAPE, DIV, MOD, INTERVAL, CASE, WHEN, THEN, ELSE, RETURN,
			RETURNING, IN, ALL, DISTINCT, ON, BY, TO, LIMIT, OFFSET, FIRST, NEXT, TOP, DEFAULT);

	private static final Set<Keyword> BEFORE_PARENTHESIS = EnumSet.of(SELECT, VALUES, WITH, FROM, WHERE, HAVING, AND,
			OR, XOR, NOT, BETWEEN, LIKE, ILIKE, DIV, CASE, WHEN, THEN, ELSE, RETURN, RETURNING, IN, IS, ANY, SOME,
			EXISTS, ALL, DISTINCT, ON, USING, BY, TO, UNION, EXCEPT, INTERSECT, MINUS, OVER, FILTER, WITHIN, JOIN,
			LATERAL, APPLY, INTO, AS, MATERIALIZED, LIMIT, OFFSET, FETCH, TOP, SET, KEY, DEFAULT, PARTITION, GROUP);

	private final StatementKind kind;

	Keyword() {
		this(StatementKind.OTHER);
	}

	Keyword(StatementKind kind) {
		this.kind = kind;
	}

	/**
	 * The kind of a statement that starts with this word.
	 * @return the kind, {@link StatementKind#OTHER} if the word says nothing
	 */
	StatementKind kind() {
		return this.kind;
	}

	/**
	 * Whether an expression may start after this word, so that a sign there belongs to
	 * the number after it.
	 * @return {@code true} for words that are no operand themselves
	 */
	boolean isBeforeOperand() {
		return BEFORE_OPERAND.contains(this);
	}

	/**
	 * Whether a parenthesis after this word is no list of arguments.
	 * @return {@code true} for words that are never a function
	 */
	boolean isBeforeParenthesis() {
		return BEFORE_PARENTHESIS.contains(this);
	}

	boolean isConstant() {
		return this == NULL || this == TRUE || this == FALSE;
	}

	String lowerCaseName() {
		return name().toLowerCase(Locale.ROOT);
	}

}
