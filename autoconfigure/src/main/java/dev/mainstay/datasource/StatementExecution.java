package dev.mainstay.datasource;

import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.operation.Operation;

/**
 * One execution of a statement or a batch. The same object serves the next execution of
 * its statement, so nothing may keep it.
 */
public interface StatementExecution {

	/**
	 * Return where it is executed.
	 * @return the connection
	 */
	AdvisedConnection connection();

	/**
	 * Return what is executed.
	 * @return the text as the application gave it, or {@code null} for a batch of
	 * different texts
	 */
	@Nullable String sql();

	/**
	 * Return how many sets of parameters, or texts, are sent at once.
	 * @return the size of the batch, 0 if it is none
	 */
	int batchSize();

	/**
	 * Return when it was sent.
	 * @return nanoseconds of the clock of {@link ConnectionAdvice#nanoTime()}
	 */
	long startedNanos();

	/**
	 * Return how long the database took to answer, and to send rows where they are
	 * fetched in portions.
	 * @return nanoseconds; 0 until it has answered
	 */
	long elapsedNanos();

	/**
	 * Return how many rows were changed or read.
	 * @return the number, or -1 if it is not known
	 */
	long rows();

	/**
	 * Return why it failed.
	 * @return the error as the driver raised it, or {@code null} if it did not fail
	 */
	@Nullable SQLException error();

	/**
	 * Return a number that tells executions with different parameters apart, without
	 * telling the parameters.
	 * @return a salted hash of the bound values; 0 without any
	 */
	int parameterHash();

	/**
	 * Return what was bound.
	 * @return the values by position, {@code null} where there is none or it is not
	 * known; empty unless a listener {@link StatementListener#wantsParameters() wants}
	 * them
	 */
	List<@Nullable Object> parameters();

	/**
	 * Return whether a value is known as the server gets it: it was bound while values
	 * are kept, and the driver was not told to make something else of it.
	 * @param position the position of the parameter, from 1
	 * @return whether {@link #parameters()} tells what the server compares or stores;
	 * {@code null} there stands for no value
	 */
	boolean isExact(int position);

	/**
	 * Have the rows watched that this execution is going to read. To be called before it
	 * is sent; there can be one watcher.
	 * @param watcher who looks at them
	 * @return whether the watcher is told of all rows that there are; {@code false} if
	 * their number is limited, the result can be scrolled, or somebody else watches them
	 */
	boolean watchRows(RowWatcher watcher);

	/**
	 * Return on whose behalf it is executed.
	 * @return the operation, or {@code null} outside of any
	 */
	@Nullable Operation operation();

	/**
	 * Return who executes it.
	 * @return the thread
	 */
	Thread thread();

}
