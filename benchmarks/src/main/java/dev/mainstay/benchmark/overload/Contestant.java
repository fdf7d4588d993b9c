package dev.mainstay.benchmark.overload;

import java.util.List;

/**
 * How an application meets more requests than its database serves. All have the same pool
 * and the same timeout.
 */
enum Contestant {

	/**
	 * Spring Boot alone.
	 */
	PLAIN("db.enabled=false"),

	/**
	 * Mainstay as it is by default.
	 */
	MAINSTAY(),

	/**
	 * Mainstay with a queue of 100.
	 */
	MAINSTAY_FIXED("db.admission.policy=fixed");

	private final List<String> properties;

	Contestant(String... properties) {
		this.properties = List.of(properties);
	}

	List<String> properties() {
		return this.properties;
	}

}
