package dev.mainstay.event;

import java.util.function.Function;

/**
 * Knows some of the values of a {@link Reading}. Called on a background thread, again and
 * again; must not ask the database.
 */
@FunctionalInterface
public interface ReadingSource {

	/**
	 * Set the values that are known.
	 * @param readings gives the builder for a data source, by its bean name
	 */
	void read(Function<String, Reading.Builder> readings);

}
