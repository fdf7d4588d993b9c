package dev.mainstay.cache.version;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The names of tags for less than a table. They contain a character that nobody types, so
 * that no name that a user gives is taken for one.
 */
public final class TagNames {

	private static final char SIGN = '\u0001';

	private static final String ROWS = SIGN + "rows";

	private static final int RADIX = 16;

	private TagNames() {
	}

	static String mark(int number) {
		return SIGN + Integer.toHexString(number);
	}

	/**
	 * Return the number of a mark.
	 * @param name the name of a tag
	 * @return the number, or -1 if the name is that of anything else
	 */
	static int numberOf(String name) {
		if (!isMark(name)) {
			return -1;
		}
		try {
			return Integer.parseInt(name, 1, name.length(), RADIX);
		}
		catch (NumberFormatException ex) {
			// Somebody's own name after all.
			return -1;
		}
	}

	/**
	 * Return whether a name stands for something less than a table, such as a row.
	 * @param name the name of a tag
	 * @return whether it does
	 */
	static boolean isMark(String name) {
		return !name.isEmpty() && name.charAt(0) == SIGN;
	}

	/**
	 * Return the name for those changes of a table of which it is known which rows they
	 * concern. Whoever depends on the whole table depends on this, too.
	 * @param table the name of the table
	 * @return the name
	 */
	public static String rowsOf(String table) {
		return table + ROWS;
	}

	/**
	 * Return names that say of tables what others say of their rows.
	 * @param names the names of what was changed
	 * @return fewer names, for at least as much
	 */
	public static Set<String> withoutRows(Collection<String> names) {
		Set<String> tables = new HashSet<>();
		for (String name : names) {
			if (!isMark(name)) {
				String table = tableOfRows(name);
				tables.add((table != null) ? table : name);
			}
		}
		return tables;
	}

	private static @Nullable String tableOfRows(String name) {
		return name.endsWith(ROWS) ? name.substring(0, name.length() - ROWS.length()) : null;
	}

}
