package dev.mainstay.cache.dependency;

import java.util.Set;

/**
 * The functions that a catalog knows.
 *
 * @param changing those of users that may change rows
 * @param reading those of users that change none, but may read any
 * @param varying those whose answer is another one each time
 * @param known all names that are a function or could stand before a parenthesis; empty
 * if the catalog does not list what is built in
 */
record Functions(Set<String> changing, Set<String> reading, Set<String> varying, Set<String> known) {

	Functions {
		changing = Set.copyOf(changing);
		reading = Set.copyOf(reading);
		varying = Set.copyOf(varying);
		known = Set.copyOf(known);
	}

	boolean isKnown(String name) {
		return this.known.isEmpty() || this.known.contains(name);
	}

	boolean isOfUser(String name) {
		return this.changing.contains(name) || this.reading.contains(name);
	}

}
