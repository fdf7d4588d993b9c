package dev.mainstay.admission;

/**
 * The figures of a {@link Gate} at one moment.
 *
 * @param permits how many may have a connection at the same time
 * @param inUse how many have one, or are getting it
 * @param waiting how many wait
 * @param waitingNested how many of these have a connection already
 * @param standing whether callers have been waiting without a break for longer than the
 * interval
 */
public record GateSnapshot(int permits, int inUse, int waiting, int waitingNested, boolean standing) {

}
