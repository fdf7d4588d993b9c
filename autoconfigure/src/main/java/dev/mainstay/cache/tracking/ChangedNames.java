package dev.mainstay.cache.tracking;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.dependency.StatementTables;
import dev.mainstay.cache.dependency.WrittenTables;
import dev.mainstay.cache.row.RowChange;
import dev.mainstay.cache.version.TagNames;
import dev.mainstay.cache.version.TagVersions;
import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.StatementExecution;

/**
 * Says what a statement changes in the names of tags: its tables, or where that is known
 * the rows of its table. Thread-safe.
 */
final class ChangedNames {

	private final TagVersions versions;

	private final StatementTables tables;

	ChangedNames(TagVersions versions, StatementTables tables) {
		this.versions = versions;
		this.tables = tables;
	}

	/**
	 * Return the names.
	 * @param change the tables that the statement changes
	 * @param execution the execution, which must not be over
	 * @return the names of the tags to raise
	 */
	Set<String> of(WrittenTables change, StatementExecution execution) {
		RowChange rows = (change.everything() || change.ends() || change.tables().isEmpty()) ? null : rows(execution);
		List<Long> marks = (rows != null && change.tables().contains(rows.table()))
				? rows.marks(execution, this.versions.instance()) : null;
		return (rows != null && marks != null) ? names(change, rows, marks) : change.tables();
	}

	private @Nullable RowChange rows(StatementExecution execution) {
		String sql = execution.sql();
		AdvisedConnection connection = execution.connection();
		return (sql != null
				&& this.tables.rows(connection.dataSource(), connection.product(), sql) instanceof RowChange change)
						? change : null;
	}

	private Set<String> names(WrittenTables change, RowChange rows, List<Long> marks) {
		Set<String> names = new HashSet<>();
		if (rows.isDelete()) {
			// What foreign keys remove or change with the row.
			names.addAll(change.tables());
			names.remove(rows.table());
		}
		names.add(TagNames.rowsOf(rows.table()));
		for (long mark : marks) {
			names.add(this.versions.mark(mark).name());
		}
		return names;
	}

}
