package dev.mainstay.cache.shared;

import org.jspecify.annotations.Nullable;

/**
 * Knows how answers are shared, if they are. Safe for use by many threads.
 */
@FunctionalInterface
public interface SharedFigures {

	/**
	 * Return how answers were shared.
	 * @return what was counted since the start, or {@code null} if nothing is shared
	 */
	@Nullable SharedStatistics statistics();

}
