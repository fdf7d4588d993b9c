package dev.mainstay.admission;

/**
 * Asks gates whether they agree with themselves, for tests in other packages.
 */
public final class Consistency {

	private Consistency() {
	}

	/**
	 * Return whether a gate agrees with itself.
	 * @param gate the gate
	 * @return whether as many wait as are counted, and not while a permit is free
	 */
	public static boolean of(Gate gate) {
		return gate.isConsistent();
	}

}
