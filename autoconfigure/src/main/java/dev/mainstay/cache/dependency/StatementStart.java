package dev.mainstay.cache.dependency;

import java.util.Set;

import dev.mainstay.sql.StatementWord;
import dev.mainstay.sql.TokenKind;

/**
 * What the first words of a statement say that it does.
 */
enum StatementStart {

	/**
	 * Returns rows.
	 */
	QUERY,

	/**
	 * Changes rows of a table that it names.
	 */
	WRITE,

	/**
	 * Changes rows of some of the tables that it names.
	 */
	COMPLEX_WRITE,

	/**
	 * Reads or writes a file.
	 */
	COPY,

	/**
	 * Runs a procedure.
	 */
	CALL,

	/**
	 * Changes nothing.
	 */
	NOTHING,

	/**
	 * Changes what later statements of the session mean.
	 */
	SESSION,

	/**
	 * Ends the transaction.
	 */
	END,

	/**
	 * Changes anything, but no definition.
	 */
	ANYTHING,

	/**
	 * Changes definitions, or is not known.
	 */
	SCHEMA;

	private static final Set<String> WRITES = Set.of("insert", "update", "delete", "merge", "replace", "upsert");

	private static final Set<String> NOTHINGS = Set.of("savepoint", "release", "show", "fetch", "move", "close",
			"listen", "unlisten", "notify", "deallocate", "checkpoint", "vacuum", "describe", "desc", "help", "kill",
			"unlock");

	private static final Set<String> PLAIN_BEGIN = Set.of("work", "transaction", "tran", "deferred", "immediate",
			"exclusive", "concurrent");

	private static final Set<String> HARMLESS_SETTINGS = Set.of("statement_timeout", "lock_timeout",
			"idle_in_transaction_session_timeout", "transaction_timeout", "application_name", "work_mem",
			"client_min_messages", "jit", "max_statement_time", "max_execution_time", "lock_wait_timeout",
			"innodb_lock_wait_timeout", "net_write_timeout", "query_timeout", "constraints");

	static StatementStart of(StatementText text) {
		StatementWord first = text.at(0);
		if (first.is(TokenKind.LEFT_PARENTHESIS)) {
			return QUERY;
		}
		if (first.isAny(WRITES)) {
			return WRITE;
		}
		if (first.isAny(NOTHINGS)) {
			return NOTHING;
		}
		if (!first.is(TokenKind.IDENTIFIER)) {
			return SCHEMA;
		}
		return switch (first.name()) {
			case "select", "values", "table" -> QUERY;
			case "with" -> text.has(WRITES) ? COMPLEX_WRITE : QUERY;
			case "declare" -> text.has(Set.of("cursor")) ? QUERY : SCHEMA;
			case "copy" -> COPY;
			case "load" -> text.at(1).isAny(Set.of("data", "xml")) ? COMPLEX_WRITE : SCHEMA;
			case "call", "exec", "execute", "do" -> CALL;
			case "explain" -> explain(text);
			case "analyze", "analyse" -> text.has(WRITES) ? COMPLEX_WRITE : NOTHING;
			case "set" -> set(text);
			case "reset", "discard", "use", "pragma" -> SESSION;
			case "begin", "start" -> begin(text);
			case "rollback" -> text.has(Set.of("to")) ? NOTHING : END;
			case "commit", "end", "abort" -> END;
			case "prepare" -> text.at(1).is("transaction") ? END : NOTHING;
			case "lock" -> NOTHING;
			case "truncate", "refresh" -> ANYTHING;
			default -> SCHEMA;
		};
	}

	private static StatementStart explain(StatementText text) {
		// Also as a quoted option.
		if (text.words().stream().noneMatch((word) -> word.name().matches("analy[sz]e"))) {
			return NOTHING;
		}
		return (text.has(WRITES) || text.has(Set.of("execute", "create"))) ? ANYTHING : QUERY;
	}

	private static StatementStart set(StatementText text) {
		int name = text.at(1).isAny(Set.of("local", "session")) ? 2 : 1;
		boolean several = text.words().stream().anyMatch((word) -> word.is(TokenKind.COMMA));
		return (text.at(name).isAny(HARMLESS_SETTINGS) && !several) ? NOTHING : SESSION;
	}

	// A block of statements begins so, too; and a level of isolation may follow.
	private static StatementStart begin(StatementText text) {
		if (text.size() == 1 || text.size() == 2 && text.at(1).isAny(PLAIN_BEGIN)
				|| text.size() == 3 && text.at(1).isAny(PLAIN_BEGIN) && text.at(2).is("transaction")) {
			return NOTHING;
		}
		return text.at(1).isAny(Set.of("work", "transaction", "isolation", "read")) ? SESSION : SCHEMA;
	}

}
