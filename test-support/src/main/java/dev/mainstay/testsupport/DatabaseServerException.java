package dev.mainstay.testsupport;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a test server does not start, stop or answer as it should.
 */
public class DatabaseServerException extends RuntimeException {

	public DatabaseServerException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
