package dev.mainstay.autoconfigure.admission;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.Gate;
import dev.mainstay.admission.GateSnapshot;
import dev.mainstay.admission.Refusal;
import dev.mainstay.admission.Segment;
import dev.mainstay.admission.holder.HeldTime;
import dev.mainstay.admission.holder.HeldTimes;
import dev.mainstay.admission.scaling.PoolCounts;
import dev.mainstay.admission.scaling.PoolUse;
import dev.mainstay.admission.scaling.ScaledPool;
import dev.mainstay.pool.ConnectionEvent;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.PoolSnapshot;
import dev.mainstay.pool.PoolState;

/**
 * The load of a pool, as its gate and those who had its connections tell it.
 */
final class PoolLoad implements ScaledPool {

	// Others would not have been served by more connections.
	private static final Set<Refusal> FOR_WANT = EnumSet.complementOf(EnumSet.of(Refusal.POOL_LOCK));

	private final ManagedPool pool;

	private final Supplier<@Nullable Gate> gate;

	private final Supplier<@Nullable HeldTimes> times;

	private final int reserved;

	/**
	 * Create the load.
	 * @param pool the pool
	 * @param gate tells the gate in front of it, {@code null} if there is none
	 * @param times tells for how long connections are held
	 * @param reserved how many connections are kept for callers who have one already
	 */
	PoolLoad(ManagedPool pool, Supplier<@Nullable Gate> gate, Supplier<@Nullable HeldTimes> times, int reserved) {
		this.pool = pool;
		this.gate = gate;
		this.times = times;
		this.reserved = reserved;
	}

	@Override
	public String name() {
		return this.pool.name();
	}

	@Override
	public boolean isStarted() {
		PoolState state = this.pool.state();
		return state != PoolState.NOT_STARTED && state != PoolState.CLOSED;
	}

	@Override
	public boolean isResizable() {
		return !this.pool.url().isPrivateToConnection();
	}

	@Override
	public int size() {
		return this.pool.maximumSize();
	}

	@Override
	public int baseSize() {
		return this.pool.snapshot().baseSize();
	}

	@Override
	public int guaranteed() {
		Gate present = this.gate.get();
		return (present != null) ? present.segments().stream().mapToInt(Segment::guaranteed).sum() : 0;
	}

	@Override
	public int reserved() {
		return (this.gate.get() != null) ? this.reserved : 0;
	}

	@Override
	public PoolUse use() {
		Gate present = this.gate.get();
		if (present != null) {
			GateSnapshot figures = present.snapshot();
			return new PoolUse(figures.inUse(), figures.waiting());
		}
		PoolSnapshot figures = this.pool.snapshot();
		return new PoolUse(figures.active(), figures.waiting());
	}

	@Override
	public PoolCounts counts() {
		HeldTimes all = this.times.get();
		HeldTime held = (all != null) ? all.total(name()) : new HeldTime("all", 0, Duration.ZERO, Duration.ZERO);
		Gate present = this.gate.get();
		long refused = (present != null) ? FOR_WANT.stream().mapToLong(present::refusals).sum()
				: this.pool.events().count(ConnectionEvent.ACQUIRE_TIMEOUT);
		long waited = (present != null) ? present.waits().totalNanos() : 0;
		return new PoolCounts(held.count(), held.held(), held.idle(), refused, Duration.ofNanos(waited));
	}

	@Override
	public void resize(int size) {
		this.pool.resize(size);
	}

}
