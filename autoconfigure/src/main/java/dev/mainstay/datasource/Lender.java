package dev.mainstay.datasource;

import org.jspecify.annotations.Nullable;

/**
 * Who has lent connections, and has something to do when one is back. One is there for
 * many loans, on many threads at the same time.
 */
public interface Lender {

	/**
	 * The pool has a connection back. Called once for each, on the thread that closes or
	 * cuts it.
	 */
	void takeBack();

	/**
	 * Return of which part of the pool its connections are.
	 * @return the name of the segment, or {@code null} if the pool has none
	 */
	@Nullable String segment();

}
