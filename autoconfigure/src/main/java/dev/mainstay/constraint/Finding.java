package dev.mainstay.constraint;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a violation so far: names only, never a value.
 *
 * @param kind which rule is broken
 * @param certainty the weakest source of a name
 * @param schema the schema of the table
 * @param table the table with the constraint
 * @param constraint the name of the constraint or index
 * @param columns the columns of the constraint
 * @param referencedTable the table that a foreign key refers to
 * @param referencedColumns the columns that it refers to
 */
record Finding(ViolationKind kind, Certainty certainty, @Nullable String schema, @Nullable String table,
		@Nullable String constraint, List<String> columns, @Nullable String referencedTable,
		List<String> referencedColumns) {

	Finding {
		columns = List.copyOf(columns);
		referencedColumns = List.copyOf(referencedColumns);
	}

	static Finding exact(ViolationKind kind) {
		return new Finding(kind, Certainty.EXACT, null, null, null, List.of(), null, List.of());
	}

	static Finding parsed(ViolationKind kind) {
		return new Finding(kind, Certainty.PARSED, null, null, null, List.of(), null, List.of());
	}

	Finding withKind(ViolationKind value) {
		return new Finding(value, this.certainty, this.schema, this.table, this.constraint, this.columns,
				this.referencedTable, this.referencedColumns);
	}

	Finding inferred() {
		return new Finding(this.kind, Certainty.INFERRED, this.schema, this.table, this.constraint, this.columns,
				this.referencedTable, this.referencedColumns);
	}

	Finding withTable(@Nullable String inSchema, @Nullable String name) {
		return new Finding(this.kind, this.certainty, (inSchema != null) ? inSchema : this.schema, name,
				this.constraint, this.columns, this.referencedTable, this.referencedColumns);
	}

	Finding withConstraint(@Nullable String name) {
		return new Finding(this.kind, this.certainty, this.schema, this.table, name, this.columns, this.referencedTable,
				this.referencedColumns);
	}

	Finding withColumns(List<String> names) {
		return new Finding(this.kind, this.certainty, this.schema, this.table, this.constraint, names,
				this.referencedTable, this.referencedColumns);
	}

	Finding withReference(@Nullable String toTable, List<String> toColumns) {
		return new Finding(this.kind, this.certainty, this.schema, this.table, this.constraint, this.columns, toTable,
				toColumns);
	}

}
