package dev.mainstay.admission;

/**
 * The figures of a {@link Gate} at one moment.
 *
 * @param permits how many may have a connection at the same time
 * @param inUse how many have one, or are getting it
 * @param waiting how many wait
 * @param waitingNested how many of these have a connection already
 * @param waitingForSegments how many of these wait because their segment has its maximum
 * @param kept how many permits are free and kept for segments with a guarantee
 * @param standing whether callers have been waiting without a break for longer than the
 * interval
 */
public record GateSnapshot(int permits, int inUse, int waiting, int waitingNested, int waitingForSegments, int kept,
		boolean standing) {

}
