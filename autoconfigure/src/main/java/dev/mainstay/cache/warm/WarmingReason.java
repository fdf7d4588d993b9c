package dev.mainstay.cache.warm;

/**
 * Why an answer is read although nobody has asked for it at the moment.
 */
public enum WarmingReason {

	/**
	 * The application has just started.
	 */
	START("start"),

	/**
	 * What the answer was read from has changed, or the answer has gone.
	 */
	OUTDATED("outdated"),

	/**
	 * The time of the answer is nearly over.
	 */
	EXPIRING("expiring");

	private final String id;

	WarmingReason(String id) {
		this.id = id;
	}

	/**
	 * Return the name of the reason in figures.
	 * @return a word in lower case
	 */
	public String id() {
		return this.id;
	}

}
