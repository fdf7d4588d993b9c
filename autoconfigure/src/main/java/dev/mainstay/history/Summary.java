package dev.mainstay.history;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One signal over a stretch of time in a few numbers. Those of an amount that is added up
 * are per minute, except for the total.
 *
 * @param min the lowest value
 * @param mean the average
 * @param max the highest value
 * @param maxFrom when the window of the highest value began
 * @param maxTo when it ended
 * @param last the latest value
 * @param total the whole amount, or {@code null} if it is nothing to be added up
 */
public record Summary(double min, double mean, double max, Instant maxFrom, Instant maxTo, double last,
		@Nullable Double total) {

}
