package dev.mainstay.admission.scaling;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Says how large pools should be for their load, and makes them so where that is wanted.
 * A pool that is made anew takes the place of its predecessor. Looks from time to time at
 * what is counted anyway, so that callers pay nothing for it. Thread-safe.
 */
public final class PoolScaling {

	private final Duration usualWait;

	private final LongSupplier nanoTime;

	private final Map<String, PoolScaler> scalers = new ConcurrentHashMap<>();

	private final List<BiConsumer<String, ScalingSettings>> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Create the scaling.
	 * @param usualWait the mean wait that is short enough where nothing else is said
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	public PoolScaling(Duration usualWait, LongSupplier nanoTime) {
		this.usualWait = usualWait;
		this.nanoTime = nanoTime;
	}

	/**
	 * Look at a pool from now on.
	 * @param pool the pool
	 * @param settings how it is scaled
	 */
	public void add(ScaledPool pool, ScalingSettings settings) {
		Duration wait = settings.targetWait();
		this.scalers.put(pool.name(), new PoolScaler(pool, settings, (wait != null) ? wait : this.usualWait));
		this.listeners.forEach((listener) -> listener.accept(pool.name(), settings));
	}

	/**
	 * Hear of every pool: of those that are looked at, and of each that will be, even if
	 * it takes the place of another one.
	 * @param listener told of the bean name of the data source and how it is scaled, of
	 * some perhaps twice; must not fail
	 */
	public void forEach(BiConsumer<String, ScalingSettings> listener) {
		this.listeners.add(listener);
		this.scalers.forEach((name, scaler) -> listener.accept(name, scaler.settings()));
	}

	/**
	 * Look at all pools once; to be called many times in each interval, always by the
	 * same thread.
	 */
	public void look() {
		this.scalers.values().forEach((scaler) -> scaler.look(this.nanoTime.getAsLong()));
	}

	/**
	 * Return which size a pool should have.
	 * @param dataSource the bean name of the data source
	 * @return the latest advice, or {@code null} if there is none yet
	 */
	public @Nullable SizeAdvice advice(String dataSource) {
		PoolScaler scaler = this.scalers.get(dataSource);
		return (scaler != null) ? scaler.advice() : null;
	}

	/**
	 * Return how often a pool was resized.
	 * @param dataSource the bean name of the data source
	 * @param direction in which direction
	 * @return the number since it was made
	 */
	public long resizes(String dataSource, ResizeDirection direction) {
		PoolScaler scaler = this.scalers.get(dataSource);
		return (scaler != null) ? scaler.resizes(direction) : 0;
	}

}
