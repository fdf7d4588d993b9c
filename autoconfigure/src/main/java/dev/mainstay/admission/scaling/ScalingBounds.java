package dev.mainstay.admission.scaling;

/**
 * Between which sizes a pool may be scaled.
 *
 * @param least the smallest number of connections
 * @param most the largest number of connections
 */
public record ScalingBounds(int least, int most) {

	/**
	 * Return the bounds of a pool that was not resized yet.
	 * @param pool the pool
	 * @param settings what was configured
	 * @return what was configured, and for the rest from what it keeps open to what it
	 * may have; never fewer than are promised to somebody, and one more for all others
	 */
	public static ScalingBounds of(ScaledPool pool, ScalingSettings settings) {
		int most = (settings.maxSize() != null) ? settings.maxSize() : pool.size();
		int least = (settings.minSize() != null) ? settings.minSize() : Math.max(1, pool.baseSize());
		return new ScalingBounds(Math.min(Math.max(least, promised(pool)), most), most);
	}

	/**
	 * Return how many connections a pool needs for what it promises.
	 * @param pool the pool
	 * @return the number, at least 1
	 */
	public static int promised(ScaledPool pool) {
		return pool.guaranteed() + pool.reserved() + 1;
	}

}
