package dev.mainstay.constraint.web;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The stack traces of an exception and its causes, for the log, without their texts: what
 * drivers write may hold values of rows.
 */
final class RedactedException extends Exception {

	private static final long serialVersionUID = 1L;

	private final String type;

	private RedactedException(Throwable original, @Nullable Throwable cause) {
		super(null, cause, false, true);
		this.type = original.getClass().getName();
		setStackTrace(original.getStackTrace());
	}

	static RedactedException of(Throwable original) {
		return of(original, Collections.newSetFromMap(new IdentityHashMap<>()));
	}

	private static RedactedException of(Throwable original, Set<Throwable> seen) {
		Throwable cause = original.getCause();
		return new RedactedException(original, (cause != null && seen.add(cause)) ? of(cause, seen) : null);
	}

	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

	@Override
	public String toString() {
		return this.type;
	}

}
