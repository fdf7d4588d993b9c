package dev.mainstay.cache.check.server;

import java.io.Serializable;

/**
 * Where a row is, or may be.
 *
 * @param table the table, 0 or 1
 * @param id the primary key
 */
record Place(int table, int id) implements Serializable, Comparable<Place> {

	static final int TABLES = 2;

	/**
	 * Rows that are there at the beginning have the ids from 1 to this one.
	 */
	static final int ROWS = 10;

	/**
	 * Rows whose id the server chose have ids from here.
	 */
	static final int GENERATED = 1000;

	static final int GROUPS = 3;

	static String name(int table) {
		return (table == 0) ? "reg_a" : "reg_b";
	}

	@Override
	public int compareTo(Place other) {
		return (this.table != other.table) ? Integer.compare(this.table, other.table)
				: Integer.compare(this.id, other.id);
	}

}
