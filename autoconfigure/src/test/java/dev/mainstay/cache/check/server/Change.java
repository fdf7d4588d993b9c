package dev.mainstay.cache.check.server;

import java.util.Random;

/**
 * The kinds of writes. In a text {@code T} stands for the table, {@code #}, {@code @} and
 * {@code !} for the id, the group and the new group, given as parameters or written out;
 * {@code ?} for the mark.
 */
enum Change {

	/**
	 * One row.
	 */
	ROW("UPDATE T SET version = version + 1, mark = ? WHERE id = #"),

	/**
	 * One row, into another group.
	 */
	MOVE("UPDATE T SET grp = !, version = version + 1, mark = ? WHERE id = #"),

	/**
	 * One row, as a program does that has read it before.
	 */
	WHOLE_ROW("UPDATE T SET grp = !, mark = ?, version = # WHERE id = # AND version = #"),

	/**
	 * One row if it is in a group.
	 */
	ROW_OF_GROUP("UPDATE T SET version = version + 1, mark = ? WHERE id = # AND grp = @"),

	/**
	 * A group.
	 */
	GROUP("UPDATE T SET version = version + 1, mark = ? WHERE grp = @"),

	/**
	 * A group, into another one.
	 */
	MOVE_GROUP("UPDATE T SET grp = !, version = version + 1, mark = ? WHERE grp = @"),

	/**
	 * All rows.
	 */
	ALL("UPDATE T SET version = version + 1, mark = ?"),

	/**
	 * Three rows in a batch.
	 */
	BATCH("UPDATE T SET grp = !, version = version + 1, mark = ? WHERE id = #"),

	/**
	 * A row that goes away.
	 */
	DELETE("DELETE FROM T WHERE id = #"),

	/**
	 * A row that comes, or changes if it is there.
	 */
	UPSERT("INSERT INTO T (id, grp, version, mark) VALUES (#, !, #, ?) ON CONFLICT (id) DO UPDATE"
			+ " SET grp = excluded.grp, version = T.version + 1, mark = excluded.mark"),

	/**
	 * A row that comes, if it is not there.
	 */
	INSERT("INSERT INTO T (id, grp, version, mark) VALUES (#, !, #, ?) ON CONFLICT DO NOTHING"),

	/**
	 * A row whose id the server chooses.
	 */
	GENERATED("INSERT INTO T (grp, version, mark) VALUES (!, #, ?)");

	private final String text;

	Change(String text) {
		this.text = text;
	}

	String text() {
		return this.text;
	}

	// Single rows, as most do it, more often.
	static Change any(Random random) {
		int number = random.nextInt(24);
		if (number < values().length) {
			return values()[number];
		}
		return (number < 16) ? ROW : (number < 20) ? MOVE : WHOLE_ROW;
	}

}
