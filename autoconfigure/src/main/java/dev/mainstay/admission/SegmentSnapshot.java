package dev.mainstay.admission;

/**
 * The figures of a {@link Segment} at one moment.
 *
 * @param name its name
 * @param guaranteed how many permits are guaranteed to it
 * @param maximum how many it may have at the same time
 * @param inUse how many it has
 * @param kept how many more are kept for it that nobody else may have
 * @param waiting how many of its callers wait
 * @param standing whether they have been waiting without a break for longer than the
 * interval
 * @param full whether it is only its maximum for which it may not have another permit, so
 * that more permits would not help it
 */
public record SegmentSnapshot(String name, int guaranteed, int maximum, int inUse, int kept, int waiting,
		boolean standing, boolean full) {

}
