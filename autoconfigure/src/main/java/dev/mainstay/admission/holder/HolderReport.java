package dev.mainstay.admission.holder;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.GateSnapshot;
import dev.mainstay.admission.SegmentSnapshot;

/**
 * Who has the connections of a pool at a moment, and who is to blame if there is none
 * left. Has no values of statements in it.
 *
 * @param dataSource the bean name of the data source
 * @param pool the figures of the pool
 * @param gate the figures of the gate in front of it, or {@code null} if there is none
 * @param segment the segment whose maximum is the only reason, or {@code null} if it is
 * not that
 * @param holders those who have had one for longest, the oldest first; those of the
 * segment ahead of all others
 * @param omitted how many others have one
 * @param verdict why there is none left, or {@code null} if there is
 * @param advice what helps, or {@code null} if there is nothing to help
 */
public record HolderReport(String dataSource, PoolFigures pool, @Nullable GateSnapshot gate,
		@Nullable SegmentSnapshot segment, List<Holder> holders, int omitted, @Nullable Verdict verdict,
		@Nullable String advice) {

	public HolderReport {
		holders = List.copyOf(holders);
	}

}
