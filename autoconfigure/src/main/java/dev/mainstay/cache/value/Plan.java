package dev.mainstay.cache.value;

/**
 * How values of one class are copied. Thread-safe.
 */
abstract class Plan {

	static final String CIRCULAR = "holds something that refers back to what holds it: " + Refusals.ADVICE;

	/**
	 * Copy a value with all that it holds.
	 * @param value the value
	 * @param walk the way through the values, which has to be told whether the copy can
	 * be changed
	 * @return the copy; the value itself if nothing of it can change
	 */
	abstract Object copy(Object value, Walk walk);

	/**
	 * Copy a value that holds nothing that can change, when it can be changed itself.
	 * @param value the value
	 * @return the copy
	 */
	Object shallow(Object value) {
		throw new IllegalStateException(value.getClass().getName() + " cannot be changed");
	}

}
