package dev.mainstay.admission;

import org.jspecify.annotations.Nullable;

/**
 * A caller that gets no permit, and what the gate looked like when it heard of that.
 *
 * @param waiter the caller
 * @param reason why
 * @param segmentFull whether it is only the maximum of its segment for which it gets none
 * @param waited how long it had waited, in nanoseconds
 * @param gate the figures of the gate
 * @param segment those of its segment, or {@code null} if there are no segments
 * @param untilServed after what time those who wait will have been served, in nanoseconds
 */
record RefusedCaller(Waiter waiter, Refusal reason, boolean segmentFull, long waited, GateSnapshot gate,
		@Nullable SegmentSnapshot segment, long untilServed) {
}
