package dev.mainstay.cache.dependency;

import java.util.Set;

/**
 * What a statement changes.
 *
 * @param tables the names of the tables, in lower case and without schema
 * @param everything whether it may change anything else, too
 * @param sessionChanged whether it changes what later statements on its connection mean,
 * such as the schema in which names are looked up, or the isolation
 * @param ends whether it ends a transaction behind JDBC's back, so that what was changed
 * before it is visible from then on
 */
public record WrittenTables(Set<String> tables, boolean everything, boolean sessionChanged, boolean ends) {

	/**
	 * Nothing.
	 */
	public static final WrittenTables NOTHING = new WrittenTables(Set.of(), false, false, false);

	/**
	 * Anything.
	 */
	public static final WrittenTables EVERYTHING = new WrittenTables(Set.of(), true, false, false);

	public WrittenTables {
		tables = Set.copyOf(tables);
	}

	/**
	 * Return whether the statement changes nothing at all.
	 * @return whether nothing is different after it
	 */
	public boolean isNothing() {
		return this.tables.isEmpty() && !this.everything && !this.sessionChanged && !this.ends;
	}

}
