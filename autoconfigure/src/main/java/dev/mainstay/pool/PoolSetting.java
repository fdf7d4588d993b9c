package dev.mainstay.pool;

/**
 * What became of one setting of a pool.
 *
 * @param name the setting in HikariCP's, the driver's or our own words
 * @param value the value that holds; never a secret
 * @param outcome whether it was set
 * @param reason the property the value comes from, or why the setting was left alone
 */
public record PoolSetting(String name, String value, Outcome outcome, String reason) {

	/**
	 * Whether a setting was set.
	 */
	public enum Outcome {

		/**
		 * Set by Mainstay.
		 */
		SET,

		/**
		 * Left as the user had it.
		 */
		LEFT_ALONE,

		/**
		 * Wanted, but not to be had here.
		 */
		LEFT_OUT

	}

	static PoolSetting set(String name, Object value, String property) {
		return new PoolSetting(name, String.valueOf(value), Outcome.SET, property);
	}

	static PoolSetting leftAlone(String name, Object value, String reason) {
		return new PoolSetting(name, String.valueOf(value), Outcome.LEFT_ALONE, reason);
	}

	static PoolSetting leftOut(String name, Object value, String reason) {
		return new PoolSetting(name, String.valueOf(value), Outcome.LEFT_OUT, reason);
	}

}
