package dev.mainstay.constraint;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A value that the database refused, explained. Holds names of the schema and no value of
 * any row, so that it can be logged and shown.
 *
 * @param kind which rule is broken
 * @param dataSource the bean name of the data source, or {@code null} if several come
 * into question
 * @param schema the schema of the table, or {@code null} if not known
 * @param table the table with the constraint; for a foreign key always the one that
 * refers to another; {@code null} if not known
 * @param constraint the name of the constraint or of the unique index, or {@code null} if
 * it has none or it is not known
 * @param columns the columns of the constraint, in its order; an expression stands for
 * itself; empty if not known
 * @param referencedTable the table that a foreign key refers to, or {@code null}
 * @param referencedColumns the columns that a foreign key refers to
 * @param certainty how far the names can be relied on
 * @param atCommit whether the database found out when the transaction was committed
 * @param message what is wrong, for the people who use the application, in their language
 * if it has a text for it
 * @param suggestion what to do about it
 */
public record ConstraintViolation(ViolationKind kind, @Nullable String dataSource, @Nullable String schema,
		@Nullable String table, @Nullable String constraint, List<String> columns, @Nullable String referencedTable,
		List<String> referencedColumns, Certainty certainty, boolean atCommit, String message, String suggestion) {

	public ConstraintViolation {
		columns = List.copyOf(columns);
		referencedColumns = List.copyOf(referencedColumns);
	}

}
