package dev.mainstay.cache.store;

import java.util.List;

/**
 * What is kept, and why answers have gone.
 *
 * @param size how many answers are kept, about
 * @param bytes how much memory they take, about
 * @param maxSize how many answers may be kept
 * @param maxBytes how much memory they may take
 * @param evicted how many answers had to make room for others
 * @param expired how many answers were older than their time to live
 * @param outdated how many answers were removed because they were not current any more
 * @param removed how many answers were removed by key, by pattern or all together
 * @param tooLarge how many answers were not stored because one alone would take too much
 * of the room
 * @param lifetimes the times to live that were given
 * @param total the counts of all methods together
 * @param shapes the counts of each method, in the order of their names
 */
public record StoreStatistics(long size, long bytes, long maxSize, long maxBytes, long evicted, long expired,
		long outdated, long removed, long tooLarge, LifetimeStatistics lifetimes, ShapeStatistics total,
		List<ShapeStatistics> shapes) {

	public StoreStatistics {
		shapes = List.copyOf(shapes);
	}

}
