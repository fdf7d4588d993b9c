package dev.mainstay.cache.metrics;

/**
 * The meters of the answers that instances share.
 */
public enum SharedMeter {

	/**
	 * Counts looks for shared answers. Tag: {@code result}, one of {@code hit},
	 * {@code miss} and {@code skipped}, if the store was not asked or did not know the
	 * changes of all.
	 */
	GETS("db.cache.shared.gets", "Looks for answers that instances share"),

	/**
	 * Counts answers that were stored for others.
	 */
	STORES("db.cache.shared.stores", "Answers that were stored for other instances"),

	/**
	 * Counts answers that were not stored for others.
	 */
	REFUSED("db.cache.shared.refused", "Answers that were not stored for other instances"),

	/**
	 * Counts what failed, took too long or was not understood.
	 */
	ERRORS("db.cache.shared.errors", "Failures in sharing answers"),

	/**
	 * Sums up the bytes of the answers that were stored. Tag: {@code form}, {@code plain}
	 * as they were and {@code stored} after compression.
	 */
	BYTES("db.cache.shared.bytes", "Size of the answers that were stored for other instances");

	private final String meterName;

	private final String description;

	SharedMeter(String meterName, String description) {
		this.meterName = meterName;
		this.description = description;
	}

	/**
	 * Return the name of the meter.
	 * @return the name in Micrometer's notation
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * Return what the meter says.
	 * @return the description
	 */
	public String description() {
		return this.description;
	}

}
