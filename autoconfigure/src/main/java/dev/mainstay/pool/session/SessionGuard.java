package dev.mainstay.pool.session;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.mainstay.failure.FailureKind;

/**
 * One limit or habit of a session.
 */
public enum SessionGuard {

	/**
	 * Longest duration of a statement.
	 */
	STATEMENT_TIMEOUT("statement-timeout", "a statement took longer"),

	/**
	 * Longest wait for a lock.
	 */
	LOCK_TIMEOUT("lock-timeout", "a statement waited longer for a lock"),

	/**
	 * Longest pause inside a transaction.
	 */
	IDLE_IN_TRANSACTION_TIMEOUT("idle-in-transaction-timeout",
			"a session sat longer in a transaction without a statement"),

	/**
	 * Longest transaction.
	 */
	MAX_AGE("max-age", "a transaction took longer"),

	/**
	 * Name shown to the server.
	 */
	APPLICATION_NAME("application-name", ""),

	/**
	 * Just-in-time compilation of statements.
	 */
	JIT("jit", "");

	private final String property;

	private final String violation;

	SessionGuard(String property, String violation) {
		this.property = "db.session." + property;
		this.violation = violation;
	}

	/**
	 * Return the full name of the property that sets the guard.
	 * @return the name, starting with {@code db.session.}
	 */
	public String property() {
		return this.property;
	}

	/**
	 * Return what an application did that this guard does not let pass.
	 * @return a clause without a full stop; empty if the guard causes no errors
	 */
	String violation() {
		return this.violation;
	}

	/**
	 * Return the configured value.
	 * @param settings the settings to read
	 * @return the duration; zero if the guard is off or not a duration
	 */
	Duration limit(SessionSettings settings) {
		return switch (this) {
			case STATEMENT_TIMEOUT -> settings.statementTimeout();
			case LOCK_TIMEOUT -> settings.lockTimeout();
			case IDLE_IN_TRANSACTION_TIMEOUT -> settings.idleInTransactionTimeout();
			case MAX_AGE -> settings.maxAge();
			case APPLICATION_NAME, JIT -> Duration.ZERO;
		};
	}

	/**
	 * Return the guard that causes errors of a kind.
	 * @param kind the kind of an error
	 * @return the guard, or {@code null} if no guard causes such errors
	 */
	static @Nullable SessionGuard causing(FailureKind kind) {
		return switch (kind) {
			case STATEMENT_TIMEOUT -> STATEMENT_TIMEOUT;
			case LOCK_TIMEOUT -> LOCK_TIMEOUT;
			case IDLE_TRANSACTION_TIMEOUT -> IDLE_IN_TRANSACTION_TIMEOUT;
			case TRANSACTION_TIMEOUT -> MAX_AGE;
			default -> null;
		};
	}

}
