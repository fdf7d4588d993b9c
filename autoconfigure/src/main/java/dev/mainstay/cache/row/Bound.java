package dev.mainstay.cache.row;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.StatementExecution;

/**
 * The values that a statement is executed with.
 */
final class Bound {

	private final StatementExecution execution;

	private final List<@Nullable Object> values;

	private Bound(StatementExecution execution, List<@Nullable Object> values) {
		this.execution = execution;
		this.values = values;
	}

	/**
	 * Look at an execution.
	 * @param execution the execution, which must not be over
	 * @param count how many parameters its text has
	 * @return its values, or {@code null} if they are not all known, or there are several
	 * for each parameter
	 */
	static @Nullable Bound of(StatementExecution execution, int count) {
		if (execution.batchSize() > 0) {
			return null;
		}
		List<@Nullable Object> values = execution.parameters();
		return (values.size() == count) ? new Bound(execution, values) : null;
	}

	boolean isNull(int position) {
		return this.execution.isExact(position) && this.values.get(position - 1) == null;
	}

	/**
	 * Return a value in the form in which it can be compared.
	 * @param position the position of the parameter, from 1
	 * @param kind what it is compared with
	 * @return the form, or {@code null} if it is null or not sure
	 */
	@Nullable Object value(int position, ColumnKind kind) {
		Object value = this.execution.isExact(position) ? this.values.get(position - 1) : null;
		return (value != null) ? kind.exactly(value) : null;
	}

}
