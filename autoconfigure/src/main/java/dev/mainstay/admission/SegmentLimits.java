package dev.mainstay.admission;

import org.springframework.util.Assert;

/**
 * How many permits a {@link Segment} has.
 *
 * @param name its name
 * @param guaranteed how many are guaranteed to it, 0 for none
 * @param maximum how many it may have at the same time, at least 1 and no less than are
 * guaranteed
 */
public record SegmentLimits(String name, int guaranteed, int maximum) {

	/**
	 * Those of all who are in no segment, where nothing was said about them.
	 */
	public static final SegmentLimits NONE = new SegmentLimits(Segment.DEFAULT, 0, Integer.MAX_VALUE);

	public SegmentLimits {
		Assert.hasText(name, "'name' must not be empty");
		Assert.isTrue(guaranteed >= 0, "'guaranteed' must not be negative");
		Assert.isTrue(maximum >= Math.max(1, guaranteed), "'maximum' must be at least 1 and 'guaranteed'");
	}

}
