package dev.mainstay.operation;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The segments of a pool that the calling thread's work prefers to take its connections
 * from, the best first. They belong to the thread alone and do not follow work that is
 * handed to another.
 */
public final class PreferredSegments {

	private static final ThreadLocal<@Nullable List<String>> current = new ThreadLocal<>();

	private PreferredSegments() {
	}

	/**
	 * Return what the calling thread's work prefers.
	 * @return the names of the segments; none if it says nothing
	 */
	public static List<String> current() {
		List<String> segments = current.get();
		return (segments != null) ? segments : List.of();
	}

	/**
	 * Begin work that prefers certain segments. The caller hands back what was preferred
	 * before, in a {@code finally} block.
	 * @param segments the names, the best first; none if the work says nothing
	 * @return what was preferred before
	 */
	public static List<String> enter(List<String> segments) {
		List<String> before = current();
		if (segments.isEmpty()) {
			current.remove();
		}
		else {
			current.set(segments);
		}
		return before;
	}

}
