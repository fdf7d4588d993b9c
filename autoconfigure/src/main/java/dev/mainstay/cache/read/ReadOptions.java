package dev.mainstay.cache.read;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.store.CacheStrategy;

/**
 * How an answer is kept.
 *
 * @param tags names that it depends on besides the tables that are read for it
 * @param strategy how long it is kept, or {@code null} for what the settings say
 * @param timeToLive how long it is kept at first, or {@code null} for what the settings
 * say
 */
public record ReadOptions(Set<String> tags, @Nullable CacheStrategy strategy, @Nullable Duration timeToLive) {

	/**
	 * As the settings say, and no tags besides the tables.
	 */
	public static final ReadOptions DEFAULTS = new ReadOptions(Set.of(), null, null);

	public ReadOptions {
		tags = Set.copyOf(tags);
	}

	/**
	 * Return the same with one more name that the answer depends on.
	 * @param tag the name
	 * @return the options
	 */
	public ReadOptions with(String tag) {
		Set<String> more = new HashSet<>(this.tags);
		more.add(tag);
		return new ReadOptions(more, this.strategy, this.timeToLive);
	}

}
