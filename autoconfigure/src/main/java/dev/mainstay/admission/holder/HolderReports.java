package dev.mainstay.admission.holder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.Gate;
import dev.mainstay.admission.GateSnapshot;
import dev.mainstay.admission.SegmentSnapshot;

/**
 * Makes reports of who has the connections. Where there is no gate, it takes a look at
 * the stack of each holder that asks nothing of the database. Thread-safe.
 */
public final class HolderReports {

	/**
	 * How many holders are named.
	 */
	public static final int MOST = 10;

	private final WatchedPools pools;

	/**
	 * Create the reports.
	 * @param pools the pools
	 */
	public HolderReports(WatchedPools pools) {
		this.pools = pools;
	}

	/**
	 * Report who has the connections now.
	 * @param dataSource the bean name of the data source
	 * @return the report, with a verdict if there is no connection left or callers wait,
	 * or {@code null} if there is no such pool
	 */
	public @Nullable HolderReport now(String dataSource) {
		WatchedPool pool = this.pools.find(dataSource);
		return (pool != null) ? report(pool, null) : null;
	}

	/**
	 * Report why a caller got no connection.
	 * @param pool the pool
	 * @param shortage what is known about it
	 * @return the report, with a verdict
	 */
	HolderReport refused(WatchedPool pool, Shortage shortage) {
		return report(pool, shortage);
	}

	private static HolderReport report(WatchedPool pool, @Nullable Shortage shortage) {
		Gate gate = pool.gate().get();
		GateSnapshot gateFigures = (gate != null) ? gate.snapshot() : null;
		SegmentSnapshot segment = (gate != null && gate.isDivided()) ? segment(gate, shortage) : null;
		PoolFigures figures = pool.figures().get();
		Set<Thread> refused = (shortage != null) ? shortage.refused() : Set.of();
		List<HeldConnection> held = held(pool, gate, refused, segment);
		int waitingForSegments = (gateFigures != null) ? gateFigures.waitingForSegments() : 0;
		boolean waiting = gateFigures != null && gateFigures.waiting() > waitingForSegments;
		Judgement judgement = (shortage != null || segment != null || waiting || figures.isExhausted())
				? new Judge(figures, waitingForSegments, pool.sizedBy(), segment, held).judge(shortage) : null;
		List<Holder> first = held.stream().limit(MOST).map(HeldConnection::holder).toList();
		return new HolderReport(pool.name(), figures, gateFigures, segment, first, held.size() - first.size(),
				(judgement != null) ? judgement.verdict() : null, (judgement != null) ? judgement.advice() : null);
	}

	// That of the caller, else the one at whose maximum most wait, while others could
	// have a connection.
	private static @Nullable SegmentSnapshot segment(Gate gate, @Nullable Shortage shortage) {
		Stream<SegmentSnapshot> segments = gate.segmentSnapshots().stream();
		return (shortage != null)
				? segments.filter((one) -> one.name().equals(shortage.segment())).findFirst().orElse(null)
				: segments.filter((one) -> one.full() && one.waiting() > 0)
					.max(Comparator.comparingInt(SegmentSnapshot::waiting))
					.orElse(null);
	}

	private static List<HeldConnection> held(WatchedPool pool, @Nullable Gate gate, Set<Thread> refused,
			@Nullable SegmentSnapshot segment) {
		Predicate<Thread> waiting = (gate != null) ? gate.waitingHolders()::contains : HeldConnection::isBorrowing;
		// Asked in this order: one that does not wait any more was noted before.
		Predicate<Thread> waits = waiting.or(refused::contains);
		long now = pool.nanoTime().getAsLong();
		long leakNanos = pool.leakThreshold().toNanos();
		List<HeldConnection> held = new ArrayList<>();
		pool.connections().forEach((connection) -> {
			Thread thread = connection.borrower();
			if (thread != null) {
				HeldConnection seen = HeldConnection.of(connection, thread, now, waits, leakNanos);
				// Asked last: a thread that is seen to have ended may have given it back
				// just before.
				if (connection.isLent()) {
					held.add(seen);
				}
			}
		});
		held.sort(Comparator.comparingLong(HeldConnection::age).reversed());
		if (segment != null) {
			held.sort(Comparator.comparing((one) -> !one.isIn(segment)));
		}
		return held;
	}

}
