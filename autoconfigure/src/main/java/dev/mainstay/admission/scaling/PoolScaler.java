package dev.mainstay.admission.scaling;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one pool. All but the advice and the counts is confined to the thread that
 * looks.
 */
final class PoolScaler {

	private static final Logger logger = LoggerFactory.getLogger(PoolScaler.class);

	// So that a load has calmer ones to be compared with.
	private static final int LEAST_HISTORY = 60;

	private static final double SECOND = 1_000_000_000;

	private final ScaledPool pool;

	private final ScalingSettings settings;

	private final LoadMeter meter;

	private final Sizing sizing;

	private final Advisor advisor;

	private final Resizing resizing;

	private final Deque<Load> history = new ArrayDeque<>();

	private @Nullable ScalingBounds bounds;

	private final Map<ResizeDirection, LongAdder> resizes = new EnumMap<>(ResizeDirection.class);

	private volatile @Nullable SizeAdvice advice;

	PoolScaler(ScaledPool pool, ScalingSettings settings, Duration targetWait) {
		this.pool = pool;
		this.settings = settings;
		this.meter = new LoadMeter(pool, settings.interval());
		this.sizing = new Sizing(targetWait.toNanos() / SECOND, pool.reserved());
		this.advisor = new Advisor(this.sizing, settings.calmIntervals());
		this.resizing = new Resizing(this.sizing, settings.calmIntervals());
		for (ResizeDirection direction : ResizeDirection.values()) {
			this.resizes.put(direction, new LongAdder());
		}
	}

	ScalingSettings settings() {
		return this.settings;
	}

	void look(long now) {
		if (!this.pool.isStarted()) {
			this.meter.reset();
			return;
		}
		if (this.bounds == null) {
			this.bounds = ScalingBounds.of(this.pool, this.settings);
		}
		Load load = this.meter.look(now);
		if (load != null) {
			judge(load, this.bounds);
		}
	}

	private void judge(Load load, ScalingBounds bounds) {
		this.history.addLast(load);
		if (this.history.size() > Math.max(LEAST_HISTORY, this.settings.calmIntervals())) {
			this.history.removeFirst();
		}
		List<Load> all = new ArrayList<>(this.history);
		List<Load> recent = all.subList(Math.max(0, all.size() - this.settings.calmIntervals()), all.size());
		if (this.settings.enabled() && this.pool.isResizable()) {
			int size = this.pool.size();
			int next = this.resizing.next(recent, all, size, bounds.least(), bounds.most());
			if (next != size) {
				resize(size, next, recent, bounds);
			}
		}
		this.advice = this.advisor.advise(recent, all, this.pool.size());
	}

	private void resize(int from, int to, List<Load> recent, ScalingBounds bounds) {
		this.pool.resize(to);
		Load latest = recent.get(recent.size() - 1);
		ResizeDirection direction = (to > from) ? ResizeDirection.UP : ResizeDirection.DOWN;
		count(direction).increment();
		String load = String.format(Locale.ROOT,
				"%.1f callers a second held one for %s and waited %s, %d were refused, %d were in use at most; %d would do",
				latest.arrivalsPerSecond(), Advisor.text(latest.hold()), Advisor.text(latest.meanWait()),
				latest.refused(), recent.stream().mapToInt(Load::peak).max().orElse(0),
				(to > from) ? this.sizing.needed(latest) : this.sizing.kept(recent));
		logger.info(
				"The pool of '{}' may have {} connections instead of {} from now on: {} (db.pool.scaling, {} to {})",
				this.pool.name(), to, from, load, bounds.least(), bounds.most());
	}

	@Nullable SizeAdvice advice() {
		return this.advice;
	}

	long resizes(ResizeDirection direction) {
		return count(direction).sum();
	}

	private LongAdder count(ResizeDirection direction) {
		return Objects.requireNonNull(this.resizes.get(direction));
	}

}
