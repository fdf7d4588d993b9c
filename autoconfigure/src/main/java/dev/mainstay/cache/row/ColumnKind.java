package dev.mainstay.cache.row;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What the values of a column are, as far as it matters for telling whether two of them
 * are the same for the database.
 */
public enum ColumnKind {

	/**
	 * Whole numbers.
	 */
	INTEGER {

		@Override
		@Nullable Object exactly(Object value) {
			if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
				return ((Number) value).longValue();
			}
			boolean fits = value instanceof BigInteger number && number.bitLength() < Long.SIZE;
			return fits ? ((BigInteger) value).longValue() : null;
		}

		@Override
		@Nullable Object read(ResultSet row, int column) throws SQLException {
			long value = row.getLong(column);
			return row.wasNull() ? null : value;
		}

	},

	/**
	 * Texts that are the same only if each character is. Blanks at the end do not count
	 * here: a column of limited length may cut them off when a value is stored.
	 */
	TEXT {

		@Override
		@Nullable Object exactly(Object value) {
			return (value instanceof String text && !hasSurrogates(text)) ? withoutLastBlanks(text) : null;
		}

		@Override
		@Nullable Object read(ResultSet row, int column) throws SQLException {
			String text = row.getString(column);
			return (text != null) ? withoutLastBlanks(text) : null;
		}

	},

	/**
	 * True or false.
	 */
	BOOLEAN {

		@Override
		@Nullable Object exactly(Object value) {
			return (value instanceof Boolean) ? value : null;
		}

		@Override
		@Nullable Object read(ResultSet row, int column) throws SQLException {
			boolean value = row.getBoolean(column);
			return row.wasNull() ? null : value;
		}

	},

	/**
	 * Universally unique identifiers.
	 */
	UUID {

		@Override
		@Nullable Object exactly(Object value) {
			return (value instanceof UUID) ? value : null;
		}

		@Override
		@Nullable Object read(ResultSet row, int column) throws SQLException {
			return row.getObject(column, UUID.class);
		}

	},

	/**
	 * Anything else: the database may take different values for the same.
	 */
	OTHER {

		@Override
		@Nullable Object exactly(Object value) {
			return null;
		}

		@Override
		@Nullable Object read(ResultSet row, int column) {
			return null;
		}

	};

	// One without its other half becomes another character on the way to the server.
	private static boolean hasSurrogates(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i))) {
				return true;
			}
		}
		return false;
	}

	private static String withoutLastBlanks(String text) {
		int end = text.length();
		while (end > 0 && text.charAt(end - 1) == ' ') {
			end--;
		}
		return text.substring(0, end);
	}

	/**
	 * Return the value in the one form that all have that the database takes for the
	 * same.
	 * @param value the value as it was bound
	 * @return the form, or {@code null} if it is not sure what the database makes of it
	 */
	abstract @Nullable Object exactly(Object value);

	/**
	 * Read a value in the same form.
	 * @param row the result, at a row
	 * @param column the position, from 1
	 * @return the form, or {@code null} if there is no value or it cannot be told
	 * @throws SQLException if it cannot be read
	 */
	abstract @Nullable Object read(ResultSet row, int column) throws SQLException;

	/**
	 * Return whether values can be told apart as the database does.
	 * @return whether they can
	 */
	public boolean isComparable() {
		return this != OTHER;
	}

}
