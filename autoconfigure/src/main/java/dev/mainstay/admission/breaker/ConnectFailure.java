package dev.mainstay.admission.breaker;

import java.sql.SQLException;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.Secrets;
import dev.mainstay.failure.FailureClassifier;
import dev.mainstay.failure.FailureKind;

/**
 * What an attempt to get a connection failed of.
 *
 * @param kind what it means
 * @param error what is told to callers, without secrets
 */
record ConnectFailure(FailureKind kind, Throwable error) {

	private static final int MAX_CAUSES = 10;

	static ConnectFailure of(Throwable error, DatabaseProduct product) {
		return new ConnectFailure(FailureClassifier.classify(error, product).kind(), withoutSecrets(error));
	}

	/**
	 * Return whether the database could not be reached. A server that takes no further
	 * connections, or not those of this user, has answered.
	 */
	boolean isAway() {
		return this.kind == FailureKind.CANNOT_CONNECT || this.kind == FailureKind.CONNECTION_LOST;
	}

	/**
	 * Return whether the server itself has said why there is no connection.
	 */
	boolean isAnswer() {
		SQLException first = first(this.error);
		String state = (first != null) ? first.getSQLState() : null;
		return !isAway() && state != null && !state.isEmpty();
	}

	/**
	 * Return what it failed of if this is only how the pool tells it.
	 */
	ConnectFailure innermost() {
		Throwable cause = this.error.getCause();
		return (cause instanceof SQLException) ? new ConnectFailure(this.kind, cause) : this;
	}

	String text() {
		return Secrets.mask(String.valueOf(this.error.getMessage())).replaceAll("\\.+$", "");
	}

	private static @Nullable SQLException first(Throwable error) {
		Throwable current = error;
		for (int i = 0; current != null && i < MAX_CAUSES; i++) {
			if (current instanceof SQLException found) {
				return found;
			}
			current = current.getCause();
		}
		return null;
	}

	// What contains a secret is replaced by a copy without its causes.
	private static Throwable withoutSecrets(Throwable error) {
		if (!hasSecret(error)) {
			return error;
		}
		SQLException first = Objects.requireNonNullElseGet(first(error), SQLException::new);
		SQLException copy = new SQLException(Secrets.mask(String.valueOf(error.getMessage())), first.getSQLState(),
				first.getErrorCode());
		copy.setStackTrace(error.getStackTrace());
		return copy;
	}

	private static boolean hasSecret(Throwable error) {
		Throwable current = error;
		for (int i = 0; current != null && i < MAX_CAUSES; i++) {
			String text = String.valueOf(current.getMessage());
			if (!Secrets.mask(text).equals(text)) {
				return true;
			}
			current = current.getCause();
		}
		return false;
	}

}
