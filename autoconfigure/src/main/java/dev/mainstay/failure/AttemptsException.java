package dev.mainstay.failure;

/**
 * Carries {@link Attempts} as a suppressed exception; never thrown, and without a stack
 * trace.
 */
final class AttemptsException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Attempts attempts;

	AttemptsException(Attempts attempts) {
		super("Tried %d times, the last time at %s".formatted(attempts.count(), attempts.last()), null, false, false);
		this.attempts = attempts;
	}

	Attempts attempts() {
		return this.attempts;
	}

}
