package dev.mainstay.admission;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/*
 * Who may have a permit that is free:
 *
 *  - a segment that has fewer than are guaranteed to it,
 *  - else one that has not as many as it may, if there are more free than the others keep.
 *
 * What a segment keeps of its guarantee is a small part at any time, and what it has used
 * at once within the last seconds. The rest is lent; nothing is ever taken away from whoever
 * has it. All segments together never keep every permit, or those without a guarantee would
 * get nothing of a pool that was made smaller than the guarantees.
 */

/**
 * The segments that share the permits of a gate. What changes belongs to whoever has the
 * lock of the gate; how busy they are is seen without it.
 */
final class Segments {

	private final List<Segment> all;

	private final boolean divided;

	/**
	 * Create the segments.
	 * @param limits their limits; those of the default one only if it has any; empty for
	 * that one alone, without limits
	 * @param settings how callers are let in
	 */
	Segments(List<SegmentLimits> limits, AdmissionSettings settings) {
		Map<String, Segment> segments = new LinkedHashMap<>();
		limits.forEach((one) -> segments.put(one.name(), new Segment(one, settings)));
		Segment configured = segments.remove(Segment.DEFAULT);
		segments.put(Segment.DEFAULT, (configured != null) ? configured : new Segment(SegmentLimits.NONE, settings));
		this.all = List.copyOf(segments.values());
		this.divided = !limits.isEmpty();
	}

	/**
	 * Return all segments.
	 * @return the segments, the default one last
	 */
	List<Segment> all() {
		return this.all;
	}

	/**
	 * Return whether there are limits at all.
	 * @return {@code false} if the default segment has everything
	 */
	boolean isDivided() {
		return this.divided;
	}

	Segment rest() {
		return this.all.get(this.all.size() - 1);
	}

	@Nullable Segment find(String name) {
		for (Segment segment : this.all) {
			if (segment.name().equals(name)) {
				return segment;
			}
		}
		return null;
	}

	/**
	 * Return how busy a segment is.
	 * @param segment the segment
	 * @param open how many permits there are for callers that have no connection yet
	 * @param used how many permits are in use
	 * @param now the time
	 * @return its load
	 */
	SegmentLoad load(Segment segment, int open, int used, long now) {
		int inUse = inUse(segment, used);
		int maximum = Math.max(1, Math.min(segment.maximum(), open));
		if (segment.waiting() > 0) {
			return new SegmentLoad(maximum, 0, inUse + segment.waiting());
		}
		int free = open - used;
		int borrowed = free - keptFor(segment, open, now);
		int atOnce = Math.min(free, Math.max(segment.guaranteed() - inUse, borrowed));
		return new SegmentLoad(maximum, Math.max(0, Math.min(maximum - inUse, atOnce)), inUse);
	}

	/**
	 * Tell whether a segment may have one more permit, if there is any.
	 * @param segment the segment
	 * @param open how many permits there are for callers that have no connection yet
	 * @param used how many permits are in use
	 * @param now the time
	 * @return whether nobody else has a right to it
	 */
	boolean mayHave(Segment segment, int open, int used, long now) {
		if (!this.divided) {
			return true;
		}
		return !segment.isFull() && (segment.isBelowGuarantee() || open - used > keptFor(segment, open, now));
	}

	/**
	 * Tell whether it is only its maximum for which a segment may not have one more.
	 * @param segment the segment
	 * @param open how many permits there are for callers that have no connection yet
	 * @param used how many permits are in use
	 * @param now the time
	 * @return whether it could have one if its maximum were larger
	 */
	boolean isFull(Segment segment, int open, int used, long now) {
		return this.divided && segment.isFull() && open - used > keptFor(segment, open, now);
	}

	/**
	 * Return how many permits are free and kept for segments with a guarantee.
	 * @param open how many permits there are for callers that have no connection yet
	 * @param used how many permits are in use
	 * @param now the time
	 * @return the number of permits that are not for everybody
	 */
	int kept(int open, int used, long now) {
		return this.divided ? Math.max(0, Math.min(open - used, keptFor(null, open, now))) : 0;
	}

	private int keptFor(@Nullable Segment borrower, int open, long now) {
		int kept = 0;
		for (Segment segment : this.all) {
			kept += (segment != borrower) ? segment.kept(now) : 0;
		}
		return Math.min(kept, open - 1);
	}

	/**
	 * Return the line whose first waiter is next: that of a segment below its guarantee,
	 * else of whoever has waited longest of those who may have a permit.
	 * @param open how many permits there are for callers that have no connection yet
	 * @param used how many permits are in use
	 * @param now the time
	 * @return the line, or {@code null} if nobody waits who may have one
	 */
	@Nullable Line next(int open, int used, long now) {
		Line found = null;
		boolean foundOwed = false;
		for (Segment segment : this.all) {
			Waiter first = segment.line().first();
			if (first != null && mayHave(segment, open, used, now)) {
				boolean owed = segment.isBelowGuarantee();
				boolean sooner = found == null || isEarlier(first, found.first());
				if ((owed && !foundOwed) || (owed == foundOwed && sooner)) {
					found = segment.line();
					foundOwed = owed;
				}
			}
		}
		return found;
	}

	private static boolean isEarlier(Waiter one, @Nullable Waiter other) {
		return other == null || one.since - other.since < 0;
	}

	void took(Segment segment, long now) {
		if (this.divided) {
			segment.took(now);
		}
	}

	/**
	 * Count a permit that comes back.
	 * @param segment the segment that had it
	 * @param used how many permits are in use, this one included
	 * @param now the time
	 * @return whether there was such a permit
	 */
	boolean gaveBack(Segment segment, int used, long now) {
		if (inUse(segment, used) == 0) {
			return false;
		}
		if (this.divided) {
			segment.gaveBack(now);
		}
		return true;
	}

	/**
	 * Return how many permits the callers of a segment have.
	 * @param segment the segment
	 * @param used how many permits are in use
	 * @return the number
	 */
	int inUse(Segment segment, int used) {
		return this.divided ? segment.inUse() : used;
	}

	SegmentSnapshot figures(Segment segment, int size, int open, int used, long now) {
		return new SegmentSnapshot(segment.name(), segment.guaranteed(), Math.min(segment.maximum(), size),
				inUse(segment, used), segment.kept(now), segment.waiting(), segment.line().isStanding(now),
				isFull(segment, open, used, now));
	}

	/**
	 * Return how many callers wait because of the maximum of their segment.
	 * @return the number of those whom more permits would not help
	 */
	int waitingForSegments() {
		int waiting = 0;
		for (Segment segment : this.all) {
			waiting += (this.divided && segment.isFull()) ? segment.line().size() : 0;
		}
		return waiting;
	}

	int inLines() {
		return this.all.stream().mapToInt((segment) -> segment.line().size()).sum();
	}

	boolean isConsistent(int used) {
		return (!this.divided || this.all.stream().mapToInt(Segment::inUse).sum() == used)
				&& this.all.stream().allMatch(Segment::isConsistent);
	}

}
