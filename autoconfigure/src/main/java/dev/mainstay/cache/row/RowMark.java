package dev.mainstay.cache.row;

import java.util.UUID;

/*
 * Marks are the meeting point of readers and writers that see different halves. A reader
 * knows which rows it was given and what it compared them with; a writer knows which row
 * it changes and what it sets, but not what the row was before.
 *
 * A row concerns an answer if it is one of those that were read, or would be one if the
 * question were asked again. For the first there is the mark of the row. The second takes
 * a new row, or one that has been given a value that the question asks for; for that there
 * are the marks of values. What a question compares in another way than with "equal to
 * this value" has the mark of the column, which every assignment makes.
 *
 * Where there are several instances, another one may have moved a row into an answer and
 * this one not have heard of it yet. If it then changes that row itself, neither mark is
 * raised here, and the answer would be without a change of its own instance. Therefore
 * each change of an old row raises one more mark there, which all answers depend on but
 * those that are a row by its key and nothing else.
 *
 * Marks are numbers. That two of them are the same by chance outdates an answer for
 * nothing, and does no other harm.
 */

/**
 * Numbers for what readers depend on and writers change, below the level of tables. They
 * are the same in all instances of an application, but for that of an instance's own
 * changes.
 */
final class RowMark {

	private static final long ROW = 1;

	private static final long VALUE = 2;

	private static final long UNKNOWN_VALUE = 3;

	private static final long COLUMN = 4;

	private static final long NEW_ROW = 5;

	private static final long NEW_KEY = 6;

	private static final long OLD_ROW = 7;

	private RowMark() {
	}

	// The row with a primary key, whose columns are added one by one to this.
	static long row(String table) {
		return base(ROW, table);
	}

	static long with(long mark, Object value) {
		return mix(mark * 31 + hash(value));
	}

	// A row has come that has a value in a column, or an old one was given it.
	static long value(String table, String column, Object value) {
		return with(mix(base(VALUE, table) + text(column)), value);
	}

	// The same, but it is not known which value.
	static long unknownValue(String table, String column) {
		return mix(base(UNKNOWN_VALUE, table) + text(column));
	}

	// An old row was given a value in a column.
	static long column(String table, String column) {
		return mix(base(COLUMN, table) + text(column));
	}

	// A row has come.
	static long newRow(String table) {
		return mix(base(NEW_ROW, table));
	}

	// A row has come, and it is not known which.
	static long newKey(String table) {
		return mix(base(NEW_KEY, table));
	}

	// An old row was changed or removed, by an instance that tells itself apart.
	static long oldRow(String table, long instance) {
		return mix(base(OLD_ROW, table) + instance);
	}

	private static long base(long kind, String table) {
		return mix(text(table) * 8 + kind);
	}

	private static long hash(Object value) {
		if (value instanceof Long number) {
			return number;
		}
		if (value instanceof UUID id) {
			return id.getMostSignificantBits() * 31 + id.getLeastSignificantBits();
		}
		return (value instanceof Boolean flag) ? (flag ? 1 : 2) : text(value.toString());
	}

	private static long text(String text) {
		return text.hashCode() * 31L + text.length();
	}

	// The finalizer of MurmurHash3, https://github.com/aappleby/smhasher (public domain).
	private static long mix(long value) {
		long mixed = value;
		mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
		mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
		return mixed ^ (mixed >>> 33);
	}

}
