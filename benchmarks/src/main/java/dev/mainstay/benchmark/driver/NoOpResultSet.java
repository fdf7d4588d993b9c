package dev.mainstay.benchmark.driver;

import java.sql.ResultSet;

/**
 * Ten rows, all alike.
 */
abstract class NoOpResultSet implements ResultSet {

	private static final int ROWS = 10;

	private int row;

	void rewind() {
		this.row = 0;
	}

	@Override
	public boolean next() {
		return this.row++ < ROWS;
	}

	@Override
	public long getLong(int columnIndex) {
		return this.row;
	}

	@Override
	public String getString(int columnIndex) {
		return "text";
	}

	@Override
	public boolean isClosed() {
		return false;
	}

	@Override
	public void close() {
	}

}
