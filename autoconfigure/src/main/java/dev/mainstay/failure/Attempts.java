package dev.mainstay.failure;

import java.io.Serializable;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How often a unit of work was tried that failed for good. The exception that is thrown
 * in the end carries it.
 *
 * @param count how many attempts were made, the first one included
 * @param last when the last one failed
 */
public record Attempts(int count, Instant last) implements Serializable {

	private static final int MAX_DEPTH = 30;

	/**
	 * Have an exception carry this. It is still the same exception.
	 * @param error what is thrown
	 */
	public void attachTo(Throwable error) {
		error.addSuppressed(new AttemptsException(this));
	}

	/**
	 * Return what an exception, or one of its causes, carries.
	 * @param error what was thrown
	 * @return the attempts of the outermost unit of work; empty if nothing was tried
	 * again
	 */
	public static Optional<Attempts> of(Throwable error) {
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Throwable current = error;
		while (current != null && seen.size() < MAX_DEPTH && seen.add(current)) {
			Attempts attempts = carriedBy(current);
			if (attempts != null) {
				return Optional.of(attempts);
			}
			current = current.getCause();
		}
		return Optional.empty();
	}

	// What was attached last belongs to the outermost unit.
	private static @Nullable Attempts carriedBy(Throwable error) {
		Attempts attempts = null;
		for (Throwable suppressed : error.getSuppressed()) {
			if (suppressed instanceof AttemptsException carrier) {
				attempts = carrier.attempts();
			}
		}
		return attempts;
	}

}
