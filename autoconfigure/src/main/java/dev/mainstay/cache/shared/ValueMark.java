package dev.mainstay.cache.shared;

/**
 * What comes next in the bytes of a value. The order is part of the format: add at the
 * end.
 */
enum ValueMark {

	NULL, TRUE, FALSE, BYTE, SHORT, INTEGER, LONG, FLOAT, DOUBLE, CHARACTER, TEXT, KIND,

	/**
	 * A date of {@code java.util} or {@code java.sql}.
	 */
	DATE, SQL_DATE, SQL_TIME, TIMESTAMP,

	BYTES, OBJECTS, TEXTS, OPTIONAL, ENUM, RECORD,

	ARRAY_LIST, LINKED_LIST, FIXED_LIST, FROZEN_LIST, HASH_SET, LINKED_SET, TREE_SET, FROZEN_SET, HASH_MAP, LINKED_MAP,
	TREE_MAP, FROZEN_MAP,

	/**
	 * A row of {@code JdbcTemplate}.
	 */
	ROW;

	private static final ValueMark[] ALL = values();

	static ValueMark of(int code) {
		if (code < 0 || code >= ALL.length) {
			throw new UnsharableValueException("a mark is not known");
		}
		return ALL[code];
	}

}
