package dev.mainstay.admission;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * How many permits a {@link Segment} has.
 *
 * @param name its name
 * @param guaranteed how many are guaranteed to it, 0 for none
 * @param maximum how many it may have at the same time, at least 1 and no less than are
 * guaranteed
 * @param shed who of its callers may be refused, or {@code null} if that is as for all
 */
public record SegmentLimits(String name, int guaranteed, int maximum, @Nullable Shedding shed) {

	/**
	 * Those of all who are in no segment, where nothing was said about them.
	 */
	public static final SegmentLimits NONE = new SegmentLimits(Segment.DEFAULT, 0, Integer.MAX_VALUE, null);

	/**
	 * Create limits of a segment whose callers may be refused as those of all may.
	 * @param name its name
	 * @param guaranteed how many are guaranteed to it
	 * @param maximum how many it may have at the same time
	 */
	public SegmentLimits(String name, int guaranteed, int maximum) {
		this(name, guaranteed, maximum, null);
	}

	public SegmentLimits {
		Assert.hasText(name, "'name' must not be empty");
		Assert.isTrue(guaranteed >= 0, "'guaranteed' must not be negative");
		Assert.isTrue(maximum >= Math.max(1, guaranteed), "'maximum' must be at least 1 and 'guaranteed'");
	}

}
