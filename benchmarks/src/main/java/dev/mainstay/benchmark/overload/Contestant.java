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
	MAINSTAY_FIXED("db.admission.policy=fixed"),

	/**
	 * Mainstay with ratings and menus in segments of their own.
	 */
	MAINSTAY_SEGMENTS("db.segments.fast.guaranteed=5", "db.segments.fast.max=15", "db.segments.medium.guaranteed=3",
			"db.segments.medium.max=10", "db.segments.heavy.guaranteed=2", "db.segments.heavy.max=8",
			"db.segments.background.guaranteed=1", "db.segments.background.max=5",
			"db.operations.[OverloadedApplication.rating].segments=medium,fast",
			"db.operations.[OverloadedApplication.menu].segments=heavy,background");

	private final List<String> properties;

	Contestant(String... properties) {
		this.properties = List.of(properties);
	}

	List<String> properties() {
		return this.properties;
	}

}
