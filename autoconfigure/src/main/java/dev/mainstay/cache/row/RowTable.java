package dev.mainstay.cache.row;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A table whose rows change by statements alone that name it, or with the rows of others:
 * it has a primary key, and no triggers, rules, partitions, heirs, generated columns or
 * policies.
 *
 * @param name the name, in lower case
 * @param columns what its columns hold, by their names in lower case
 * @param key the columns of the primary key
 * @param referenced the columns whose change changes rows of other tables
 */
public record RowTable(String name, Map<String, ColumnKind> columns, List<String> key, Set<String> referenced) {

	public RowTable {
		columns = Map.copyOf(columns);
		key = List.copyOf(key);
		referenced = Set.copyOf(referenced);
	}

	boolean hasColumn(String column) {
		return this.columns.containsKey(column);
	}

	ColumnKind kind(String column) {
		@Nullable ColumnKind kind = this.columns.get(column);
		return (kind != null) ? kind : ColumnKind.OTHER;
	}

}
