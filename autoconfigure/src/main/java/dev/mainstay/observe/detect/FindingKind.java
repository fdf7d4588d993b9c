package dev.mainstay.observe.detect;

/**
 * What is wrong with the way statements are used.
 */
public enum FindingKind {

	/**
	 * One query for each row of another one: the same statement with other values, again
	 * and again from one place in one unit of work.
	 */
	N_PLUS_ONE("N+1 queries"),

	/**
	 * The same query with the same values, again and again in one unit of work.
	 */
	IDENTICAL_QUERIES("Identical queries"),

	/**
	 * A page is cut out of all rows in memory.
	 */
	IN_MEMORY_PAGINATION("Pagination in memory"),

	/**
	 * Counting rows takes a large share of the time of all statements.
	 */
	EXPENSIVE_COUNT("Expensive count");

	private final String title;

	FindingKind(String title) {
		this.title = title;
	}

	/**
	 * Return what people call it.
	 * @return a few words
	 */
	public String title() {
		return this.title;
	}

}
