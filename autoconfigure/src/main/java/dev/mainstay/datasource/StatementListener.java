package dev.mainstay.datasource;

/**
 * Hears of every statement that is executed on the advised data sources, whatever sends
 * it: JPA, JdbcTemplate, jOOQ, MyBatis or plain JDBC. Beans of this type are found by
 * themselves.
 * <p>
 * Called on the thread that executes the statement, so it costs what it takes; one
 * listener serves many threads. What it throws never reaches the application: it is
 * warned about once, and the listener hears of nothing more.
 */
public interface StatementListener {

	/**
	 * A statement is about to be sent.
	 * @param execution the execution, to be looked at during this call only
	 */
	default void started(StatementExecution execution) {
	}

	/**
	 * The database has answered, or the execution has failed. Its rows may be yet to be
	 * read; the application goes on only afterwards.
	 * @param execution the execution, to be looked at during this call only
	 */
	default void answered(StatementExecution execution) {
	}

	/**
	 * An execution is over: its rows were read or given up, or it failed.
	 * @param execution the execution, to be looked at during this call only
	 */
	default void completed(StatementExecution execution) {
	}

	/**
	 * Return whether {@link StatementExecution#parameters()} are to be kept. Asked with
	 * every value that is bound, unless they are kept already.
	 * @return whether they are; {@code false} unless somebody says so, because parameters
	 * are secrets
	 */
	default boolean wantsParameters() {
		return false;
	}

}
