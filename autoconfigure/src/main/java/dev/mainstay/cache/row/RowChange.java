package dev.mainstay.cache.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.StatementExecution;

/**
 * A statement that adds, changes or removes one row of a table.
 */
public final class RowChange implements RowStatement {

	private final Verb verb;

	private final RowTable table;

	private final Condition condition;

	private final List<Assignment> assignments;

	private final int parameters;

	private RowChange(Verb verb, RowTable table, Condition condition, List<Assignment> assignments, int parameters) {
		this.verb = verb;
		this.table = table;
		this.condition = condition;
		this.assignments = List.copyOf(assignments);
		this.parameters = parameters;
	}

	static RowChange insert(RowTable table, List<Assignment> assignments, int parameters) {
		return new RowChange(Verb.INSERT, table, Condition.NONE, assignments, parameters);
	}

	static RowChange update(RowTable table, Condition condition, List<Assignment> assignments, int parameters) {
		return new RowChange(Verb.UPDATE, table, condition, assignments, parameters);
	}

	static RowChange delete(RowTable table, Condition condition, int parameters) {
		return new RowChange(Verb.DELETE, table, condition, List.of(), parameters);
	}

	@Override
	public String table() {
		return this.table.name();
	}

	/**
	 * Return whether rows of other tables go with the row, where foreign keys say so.
	 * @return whether it removes a row
	 */
	public boolean isDelete() {
		return this.verb == Verb.DELETE;
	}

	/**
	 * Return what an execution changes.
	 * @param execution the execution, which must not be over
	 * @param instance the number of this instance among others, 0 if there are none
	 * @return the marks of rows and values; {@code null} if it may be any row of the
	 * table
	 */
	public @Nullable List<Long> marks(StatementExecution execution, long instance) {
		Bound bound = Bound.of(execution, this.parameters);
		if (bound == null) {
			return null;
		}
		return (this.verb == Verb.INSERT) ? inserted(bound, instance) : changed(bound, instance);
	}

	private @Nullable List<Long> inserted(Bound bound, long instance) {
		List<Long> marks = new ArrayList<>();
		marks.add(RowMark.newRow(table()));
		Long row = row((column) -> value(column, bound));
		if (row == null && instance != 0 && isKeyGiven()) {
			// It may be that of a row which another instance has just removed.
			return null;
		}
		marks.add((row != null) ? row : RowMark.newKey(table()));
		// Also those that are not named, for they may have a default.
		for (String column : this.table.columns().keySet()) {
			Assignment assignment = assignment(column);
			addValue(marks, column, this.table.kind(column), (assignment != null) ? assignment.position() : 0, bound);
		}
		return marks;
	}

	private boolean isKeyGiven() {
		return this.table.key().stream().anyMatch((column) -> assignment(column) != null);
	}

	private @Nullable List<Long> changed(Bound bound, long instance) {
		Long row = row((column) -> {
			Equality equality = this.condition.equality(column);
			return (equality != null) ? bound.value(equality.position(), equality.kind()) : null;
		});
		if (row == null) {
			return null;
		}
		List<Long> marks = new ArrayList<>();
		marks.add(row);
		if (instance != 0) {
			marks.add(RowMark.oldRow(table(), instance));
		}
		for (Assignment assignment : this.assignments) {
			marks.add(RowMark.column(table(), assignment.column()));
			addValue(marks, assignment.column(), assignment.kind(), assignment.position(), bound);
		}
		return marks;
	}

	private void addValue(List<Long> marks, String column, ColumnKind kind, int position, Bound bound) {
		// Nothing is equal to null, and nobody asks for what cannot be compared.
		if (!kind.isComparable() || position > 0 && bound.isNull(position)) {
			return;
		}
		Object value = (position > 0) ? bound.value(position, kind) : null;
		marks.add((value != null) ? RowMark.value(table(), column, value) : RowMark.unknownValue(table(), column));
	}

	private @Nullable Long row(KeyPart part) {
		long mark = RowMark.row(table());
		for (String column : this.table.key()) {
			Object value = part.of(column);
			if (value == null) {
				return null;
			}
			mark = RowMark.with(mark, value);
		}
		return mark;
	}

	private @Nullable Object value(String column, Bound bound) {
		Assignment assignment = assignment(column);
		if (assignment == null || assignment.position() == 0) {
			return null;
		}
		return bound.value(assignment.position(), assignment.kind());
	}

	private @Nullable Assignment assignment(String column) {
		for (Assignment assignment : this.assignments) {
			if (assignment.column().equals(column)) {
				return assignment;
			}
		}
		return null;
	}

	boolean changesAnyOf(Set<String> columns) {
		return this.assignments.stream().anyMatch((assignment) -> columns.contains(assignment.column()));
	}

	/**
	 * What is done with the row.
	 */
	private enum Verb {

		INSERT, UPDATE, DELETE

	}

	/**
	 * Tells the value of a column of the key.
	 */
	@FunctionalInterface
	private interface KeyPart {

		@Nullable Object of(String column);

	}

}
