package dev.mainstay.benchmark.startup;

import java.util.List;

/**
 * How much of Mainstay an application starts with.
 */
enum Variant {

	/**
	 * None: it is not on the class path.
	 */
	ABSENT(false),

	/**
	 * Present, and switched off.
	 */
	DISABLED(true, "--db.enabled=false"),

	/**
	 * All of it, as it is by default.
	 */
	ENABLED(true);

	private final boolean present;

	private final List<String> arguments;

	Variant(boolean present, String... arguments) {
		this.present = present;
		this.arguments = List.of(arguments);
	}

	List<String> arguments() {
		return this.arguments;
	}

	ClassPath classPath(ClassPath complete) {
		return this.present ? complete : complete.without("dev/mainstay/pool");
	}

}
