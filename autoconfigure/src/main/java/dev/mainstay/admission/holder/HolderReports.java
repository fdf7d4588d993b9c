package dev.mainstay.admission.holder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.Gate;
import dev.mainstay.admission.GateSnapshot;
import dev.mainstay.admission.Refusal;

/**
 * Makes reports of who has the connections. Takes some ten microseconds; where there is
 * no gate, a look at the stack of each holder that waits for something, too. Thread-safe.
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
	 * @return the report, with a verdict if there is no connection left, or {@code null}
	 * if there is no such pool
	 */
	public @Nullable HolderReport now(String dataSource) {
		WatchedPool pool = this.pools.find(dataSource);
		return (pool != null) ? report(pool, null, null, false) : null;
	}

	/**
	 * Report why a caller got no connection.
	 * @param pool the pool
	 * @param refused the thread of the caller
	 * @param reason why the gate has refused it, or {@code null} if the pool has
	 * @param connectFailed whether the pool has failed to connect
	 * @return the report, with a verdict
	 */
	HolderReport refused(WatchedPool pool, Thread refused, @Nullable Refusal reason, boolean connectFailed) {
		return report(pool, refused, reason, connectFailed);
	}

	private static HolderReport report(WatchedPool pool, @Nullable Thread refused, @Nullable Refusal reason,
			boolean connectFailed) {
		Gate gate = pool.gate().get();
		GateSnapshot gateFigures = (gate != null) ? gate.snapshot() : null;
		PoolFigures figures = pool.figures().get();
		List<HeldConnection> held = held(pool, gate, refused);
		Judgement judgement = (refused != null || figures.isExhausted())
				? Judgement.of(figures, held, reason, connectFailed) : null;
		List<Holder> oldest = held.stream().limit(MOST).map(HeldConnection::holder).toList();
		return new HolderReport(pool.name(), figures, gateFigures, oldest, held.size() - oldest.size(),
				(judgement != null) ? judgement.verdict() : null, (judgement != null) ? judgement.advice() : null);
	}

	private static List<HeldConnection> held(WatchedPool pool, @Nullable Gate gate, @Nullable Thread refused) {
		Set<Thread> waiting = (gate != null) ? gate.waitingHolders() : null;
		if (waiting != null && refused != null) {
			// It does not wait any more, and was refused a second one if it has one.
			waiting.add(refused);
		}
		long now = pool.nanoTime().getAsLong();
		long leakNanos = pool.leakThreshold().toNanos();
		List<HeldConnection> held = new ArrayList<>();
		pool.connections().forEach((connection) -> {
			Thread thread = connection.borrower();
			if (thread != null && connection.isLent()) {
				boolean own = thread == refused;
				held.add(HeldConnection.of(connection, thread, now, own ? Set.of(thread) : waiting, leakNanos));
			}
		});
		held.sort(Comparator.comparingLong(HeldConnection::age).reversed());
		return held;
	}

}
