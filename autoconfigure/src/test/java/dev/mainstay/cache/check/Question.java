package dev.mainstay.cache.check;

import java.util.Random;

/**
 * What is asked of the register. Rows come as five numbers: table, row, version, the mark
 * of who wrote it, balance.
 *
 * @param kind which of the queries
 * @param table the table, 0 or 1
 * @param row the row
 */
record Question(Kind kind, int table, int row) {

	static final int TABLES = 2;

	static final int ROWS = 2;

	static final int WIDTH = 5;

	static Question any(Random random) {
		Kind[] kinds = Kind.values();
		Kind kind = kinds[random.nextInt(kinds.length)];
		int table = random.nextInt(TABLES);
		int row = random.nextInt(ROWS);
		return new Question(kind, (kind != Kind.ALL) ? table : 0, (kind == Kind.ROW || kind == Kind.ODD) ? row : 0);
	}

	String sql() {
		String name = name(this.table);
		return switch (this.kind) {
			case ROW -> "SELECT " + this.table + ", id, version, mark, balance FROM " + name + " WHERE id = ?";
			case ODD -> "SELECT " + this.table + ", id, version, mark, balance FROM " + name
					+ " WHERE id = ? AND version % 2 = 1";
			case ALL -> "SELECT source, id, version, mark, balance FROM reg_all WHERE id >= ? ORDER BY source, id";
			case SUM -> "SELECT " + this.table + ", -1, sum(version), 0, 0 FROM " + name + " WHERE id >= ?";
		};
	}

	int parameter() {
		return this.row;
	}

	static String name(int table) {
		return (table == 0) ? "reg_a" : "reg_b";
	}

	static int place(long table, long row) {
		return (int) (table * ROWS + row);
	}

	/**
	 * The queries.
	 */
	enum Kind {

		/**
		 * One row.
		 */
		ROW,

		/**
		 * One row if its version is odd, else nothing.
		 */
		ODD,

		/**
		 * All rows of both tables, through a view.
		 */
		ALL,

		/**
		 * The sum of the versions of a table.
		 */
		SUM

	}

}
