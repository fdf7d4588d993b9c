package dev.mainstay.cache.check.server;

/**
 * Somebody read what must not be.
 */
final class Violation extends AssertionError {

	private static final long serialVersionUID = 1L;

	Violation(String message) {
		super(message);
	}

}
