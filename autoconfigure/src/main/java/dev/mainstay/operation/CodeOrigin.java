package dev.mainstay.operation;

/**
 * Who wrote a class, as far as its name tells.
 */
public enum CodeOrigin {

	/**
	 * The people who wrote the application.
	 */
	APPLICATION,

	/**
	 * Somebody else, or the people who wrote the application, in a package that is not
	 * known to be theirs.
	 */
	OTHER,

	/**
	 * The people who wrote Java, a framework, a driver or this library.
	 */
	FRAMEWORK,

	/**
	 * Nobody: a proxy.
	 */
	GENERATED

}
