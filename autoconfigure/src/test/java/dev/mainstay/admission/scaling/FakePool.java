package dev.mainstay.admission.scaling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A pool whose load is written down beforehand, and a clock that goes with it.
 */
final class FakePool implements ScaledPool {

	private static final int LOOKS = 20;

	private static final long SECOND = 1_000_000_000;

	private final List<Integer> sizes = new ArrayList<>();

	private final PoolScaling scaling = new PoolScaling(Duration.ofMillis(10), () -> this.now);

	private int guaranteed;

	private long now;

	private PoolUse use = new PoolUse(0, 0);

	private PoolCounts counts = new PoolCounts(0, Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);

	FakePool(int size) {
		this.sizes.add(size);
	}

	FakePool guaranteeing(int permits) {
		this.guaranteed = permits;
		return this;
	}

	FakePool scaled(boolean enabled, @Nullable Integer least, @Nullable Integer most, int calmIntervals) {
		this.scaling.add(this, new Settings(enabled, least, most, calmIntervals));
		this.scaling.look();
		return this;
	}

	/**
	 * Let an interval pass in which everybody got a connection at once.
	 * @param perSecond how many wanted one in a second
	 * @param holdMillis how long they held it
	 * @return this
	 */
	FakePool calm(int perSecond, int holdMillis) {
		return interval(perSecond, holdMillis, 0, 0, (int) Math.ceil(perSecond * holdMillis / 1000.0));
	}

	/**
	 * Let an interval pass in which callers waited for a connection and all were lent.
	 * @param perSecond how many got one in a second
	 * @param holdMillis how long they held it
	 * @param refused how many got none
	 * @return this
	 */
	FakePool busy(int perSecond, int holdMillis, int refused) {
		return interval(perSecond, holdMillis, 0, refused, size());
	}

	FakePool interval(int perSecond, int holdMillis, int idleMillis, int refused, int inUse) {
		int borrows = perSecond * 10;
		this.use = new PoolUse(inUse, 0);
		for (int i = 0; i < LOOKS - 1; i++) {
			pass();
		}
		PoolCounts before = this.counts;
		boolean waited = inUse == size();
		this.counts = new PoolCounts(before.borrows() + borrows,
				before.held().plus(Duration.ofMillis((long) borrows * holdMillis)),
				before.idle().plus(Duration.ofMillis((long) borrows * idleMillis)), before.refused() + refused,
				before.waited().plus(Duration.ofMillis(waited ? borrows * 50L : 0)));
		pass();
		return this;
	}

	private void pass() {
		this.now += 10 * SECOND / LOOKS;
		this.scaling.look();
	}

	SizeAdvice advice() {
		SizeAdvice advice = this.scaling.advice(name());
		if (advice == null) {
			throw new AssertionError("There is no advice yet");
		}
		return advice;
	}

	/**
	 * Return which sizes it had.
	 * @return the sizes in their order, the first one included
	 */
	List<Integer> sizes() {
		return this.sizes;
	}

	long resizes(ResizeDirection direction) {
		return this.scaling.resizes(name(), direction);
	}

	@Override
	public String name() {
		return "dataSource";
	}

	@Override
	public boolean isStarted() {
		return true;
	}

	@Override
	public boolean isResizable() {
		return true;
	}

	@Override
	public int size() {
		return this.sizes.get(this.sizes.size() - 1);
	}

	@Override
	public int baseSize() {
		return 2;
	}

	@Override
	public int guaranteed() {
		return this.guaranteed;
	}

	@Override
	public int reserved() {
		return 0;
	}

	@Override
	public PoolUse use() {
		return this.use;
	}

	@Override
	public PoolCounts counts() {
		return this.counts;
	}

	@Override
	public void resize(int size) {
		this.sizes.add(size);
	}

	private record Settings(boolean enabled, @Nullable Integer minSize, @Nullable Integer maxSize,
			int calmIntervals) implements ScalingSettings {

		@Override
		public Duration interval() {
			return Duration.ofSeconds(10);
		}

		@Override
		public @Nullable Duration targetWait() {
			return null;
		}

	}

}
