package dev.mainstay.cache.version;

/**
 * Something that cached answers depend on, such as a table, and when it last changed.
 * Thread-safe.
 */
public abstract sealed class Tag permits NamedTag, MarkTag {

	/**
	 * Return what it stands for.
	 * @return the name of a table in lower case, or the name that a user gave; a text
	 * that means nothing to people for what is less than a table
	 */
	public abstract String name();

	/**
	 * Return whether it stands for several names, so that its own tells nothing.
	 * @return whether it does
	 */
	public abstract boolean isShared();

	/**
	 * Return whether it stands for less than a table, such as a row. Whoever depends on
	 * it depends on the table, too.
	 * @return whether it does
	 */
	public abstract boolean isMark();

	// The number of the last change; higher than any stamp while there is a hold.
	abstract long version();

	abstract void raise(long to);

	abstract void hold();

	abstract void release();

	@Override
	public String toString() {
		return name();
	}

}
