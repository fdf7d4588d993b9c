package dev.mainstay.cache.row;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.StatementExecution;

/**
 * A query for rows of one table, all columns of which are columns of that table or
 * literals.
 */
public final class RowQuery implements RowStatement {

	private final RowTable table;

	private final Condition condition;

	private final int @Nullable [] keyPositions;

	private final int parameters;

	private final boolean byKey;

	RowQuery(RowTable table, Condition condition, int @Nullable [] keyPositions, int parameters) {
		this.table = table;
		this.condition = condition;
		this.keyPositions = keyPositions;
		this.parameters = parameters;
		this.byKey = condition.isFixed(table.key());
	}

	@Override
	public String table() {
		return this.table.name();
	}

	/**
	 * Follow an execution that is about to begin, if its rows can be told.
	 * @param execution the execution
	 * @return what it reads, or {@code null} if that may be any rows of the table
	 */
	public @Nullable RowRead follow(StatementExecution execution) {
		Bound bound = Bound.of(execution, this.parameters);
		if (bound == null) {
			return null;
		}
		RowRead read = this.byKey ? byKey(bound) : null;
		if (read == null && this.keyPositions != null) {
			read = byCondition(bound, this.keyPositions);
		}
		return (read != null && execution.watchRows(read)) ? read : null;
	}

	// Nothing but a new row can come into an answer that is empty: there is one row at
	// most, and what changes that is known by its key.
	private @Nullable RowRead byKey(Bound bound) {
		long mark = RowMark.row(table());
		for (String column : this.table.key()) {
			Equality equality = this.condition.equality(column);
			Object value = (equality != null) ? bound.value(equality.position(), equality.kind()) : null;
			if (value == null) {
				return null;
			}
			mark = RowMark.with(mark, value);
		}
		return new RowRead(this.table, null, List.of(mark), RowMark.newKey(table()));
	}

	private RowRead byCondition(Bound bound, int[] positions) {
		List<Long> marks = new ArrayList<>();
		boolean fixed = false;
		for (Equality equality : this.condition.equalities()) {
			Object value = bound.value(equality.position(), equality.kind());
			if (value == null) {
				marks.add(RowMark.column(table(), equality.column()));
			}
			else {
				fixed = true;
				marks.add(RowMark.value(table(), equality.column(), value));
				marks.add(RowMark.unknownValue(table(), equality.column()));
			}
		}
		for (String column : this.condition.compared()) {
			marks.add(RowMark.column(table(), column));
		}
		if (!fixed) {
			marks.add(RowMark.newRow(table()));
		}
		return new RowRead(this.table, positions, marks, null);
	}

}
