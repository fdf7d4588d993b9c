package dev.mainstay.observe.detect;

import org.jspecify.annotations.Nullable;

/**
 * Knows what the application calls the rows of a table. Asked once for each finding.
 */
@FunctionalInterface
public interface EntityNames {

	/**
	 * Nobody knows.
	 */
	EntityNames NONE = (table) -> null;

	/**
	 * Return what is kept in a table.
	 * @param table the name of the table without its schema and without quotes
	 * @return the name of an entity such as {@code Ingredient}, or of a collection such
	 * as {@code Recipe.tags}; {@code null} if it is not known
	 */
	@Nullable String ofTable(String table);

}
