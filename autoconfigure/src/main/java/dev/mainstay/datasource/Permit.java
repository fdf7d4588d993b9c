package dev.mainstay.datasource;

import org.jspecify.annotations.Nullable;

/**
 * What a caller was let in with to get its connection, and what others wait for.
 */
public interface Permit {

	/**
	 * Give it back, as the pool has the connection again. Called once, on the thread that
	 * closes or cuts it.
	 */
	void giveBack();

	/**
	 * Return the part of the pool to which it belongs.
	 * @return the name of the segment, or {@code null} if the pool has none
	 */
	@Nullable String segment();

}
