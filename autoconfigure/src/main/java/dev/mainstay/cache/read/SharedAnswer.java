package dev.mainstay.cache.read;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An answer that another instance, or this one earlier, has read and shared.
 *
 * @param value the value, which belongs to whoever has asked
 * @param tags the names of what it depends on
 * @param loadNanos how long it took to read it, in nanoseconds
 * @param timeSensitive whether it depends on the day or the time
 * @param left how long it may still be kept
 */
public record SharedAnswer(@Nullable Object value, List<String> tags, long loadNanos, boolean timeSensitive,
		Duration left) {

	public SharedAnswer {
		tags = List.copyOf(tags);
	}

}
