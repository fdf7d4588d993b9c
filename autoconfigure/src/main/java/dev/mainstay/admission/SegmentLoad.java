package dev.mainstay.admission;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * How busy a segment is at one moment.
 *
 * @param maximum how many permits it may have at the same time, at least 1
 * @param free how many more it could have at once; 0 while its callers wait
 * @param wanted how many it has and how many of its callers wait
 */
public record SegmentLoad(int maximum, int free, int wanted) {

	/**
	 * Choose among segments: the first of which a share is free, else the one with the
	 * least load of those where a permit can be had at once, else the one with the least
	 * load.
	 * @param preferred the names of the segments, the best first
	 * @param freeShare the share of its maximum that must be free in a segment for it to
	 * be taken before a later one is looked at
	 * @param loads tells how busy a segment is, {@code null} if there is none of the name
	 * @return the name, or {@code null} if there is none of these segments
	 */
	public static @Nullable String choose(List<String> preferred, double freeShare,
			Function<String, @Nullable SegmentLoad> loads) {
		String best = null;
		SegmentLoad least = null;
		for (String name : preferred) {
			SegmentLoad load = loads.apply(name);
			if (load != null && load.hasFree(freeShare)) {
				return name;
			}
			if (load != null && (least == null || load.isLessThan(least))) {
				best = name;
				least = load;
			}
		}
		return best;
	}

	private boolean hasFree(double share) {
		return this.free > 0 && this.free >= share * this.maximum;
	}

	private boolean isLessThan(SegmentLoad other) {
		if (this.free > 0 != other.free > 0) {
			return this.free > 0;
		}
		return (long) this.wanted * other.maximum < (long) other.wanted * this.maximum;
	}

}
