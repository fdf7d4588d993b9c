package dev.mainstay.constraint;

import java.util.Map;

/**
 * What an application says itself about its constraints. Constraints are named alone,
 * after their table, or by table and column where they have no name; upper and lower
 * case, and characters other than letters and digits, do not matter.
 */
public interface ConstraintSettings {

	/**
	 * Return the application's own messages.
	 * @return messages by constraint, with the placeholders <code>{table}</code>,
	 * <code>{columns}</code>, <code>{referencedTable}</code> and
	 * <code>{constraint}</code>
	 */
	Map<String, String> messages();

	/**
	 * Return which field of a request a constraint is about.
	 * @return names of fields by constraint
	 */
	Map<String, String> fields();

}
