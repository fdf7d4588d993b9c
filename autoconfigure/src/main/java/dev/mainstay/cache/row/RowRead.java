package dev.mainstay.cache.row;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.RowWatcher;

/**
 * One execution of a {@link RowQuery}. Belongs to the thread that reads its rows.
 */
public final class RowRead implements RowWatcher {

	private static final int MOST_ROWS = 100;

	private final RowTable table;

	// Where the key is; null if the row is known already.
	private final int @Nullable [] keyPositions;

	private final List<Long> marks;

	private final @Nullable Long markIfEmpty;

	private int rows;

	private boolean complete;

	private boolean unclear;

	RowRead(RowTable table, int @Nullable [] keyPositions, List<Long> marks, @Nullable Long markIfEmpty) {
		this.table = table;
		this.keyPositions = (keyPositions != null) ? keyPositions.clone() : null;
		this.marks = new ArrayList<>(marks);
		this.markIfEmpty = markIfEmpty;
	}

	/**
	 * Return the table.
	 * @return its name, in lower case and without schema
	 */
	public String table() {
		return this.table.name();
	}

	@Override
	public void row(ResultSet row) throws SQLException {
		this.rows++;
		if (this.keyPositions == null || this.unclear) {
			return;
		}
		if (this.rows > MOST_ROWS) {
			this.unclear = true;
			return;
		}
		long mark = RowMark.row(this.table.name());
		for (int i = 0; i < this.keyPositions.length; i++) {
			Object value = value(row, i, this.keyPositions[i]);
			if (value == null) {
				this.unclear = true;
				return;
			}
			mark = RowMark.with(mark, value);
		}
		this.marks.add(mark);
	}

	private @Nullable Object value(ResultSet row, int part, int position) throws SQLException {
		String column = this.table.key().get(part);
		return this.table.kind(column).read(row, (position > 0) ? position : row.findColumn(column));
	}

	@Override
	public void end() {
		this.complete = true;
	}

	@Override
	public void lost() {
		this.unclear = true;
	}

	/**
	 * Return what its answer depends on.
	 * @param instance the number of this instance among others, 0 if there are none
	 * @param alone whether nothing else was read for the same answer, so that nothing
	 * else can have chosen the row
	 * @return the marks of rows and values; {@code null} if it may be any row of the
	 * table, as when not all rows were read
	 */
	public @Nullable List<Long> marks(long instance, boolean alone) {
		if (!this.complete || this.unclear) {
			return null;
		}
		if (this.rows == 0 && this.markIfEmpty != null) {
			this.marks.add(this.markIfEmpty);
		}
		if (instance != 0 && !(alone && this.keyPositions == null)) {
			this.marks.add(RowMark.oldRow(this.table.name(), instance));
		}
		return this.marks;
	}

}
