package dev.mainstay.constraint;

/**
 * How far the names in a {@link ConstraintViolation} can be relied on.
 */
public enum Certainty {

	/**
	 * The server named them in fields made for programs.
	 */
	EXACT,

	/**
	 * They were read from the text of the error.
	 */
	PARSED,

	/**
	 * At least one of them was concluded from the statement that failed, or from the
	 * tables there are.
	 */
	INFERRED

}
