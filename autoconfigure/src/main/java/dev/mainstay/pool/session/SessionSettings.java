package dev.mainstay.pool.session;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a session may do and how it calls itself. A duration of zero means no limit of
 * ours; the server's own stays.
 */
public interface SessionSettings {

	/**
	 * Return how long one statement may take.
	 * @return the longest duration of a statement; zero for no limit
	 */
	Duration statementTimeout();

	/**
	 * Return how long one statement may wait for a lock.
	 * @return the longest wait; zero for no limit
	 */
	Duration lockTimeout();

	/**
	 * Return how long a session may sit in a transaction without doing anything.
	 * @return the longest pause; zero for no limit
	 */
	Duration idleInTransactionTimeout();

	/**
	 * Return how long one transaction may take altogether.
	 * @return the longest transaction; zero for no limit
	 */
	Duration maxAge();

	/**
	 * Return the name that sessions show to the server.
	 * @return the name, or {@code null} to leave it to the driver
	 */
	@Nullable String applicationName();

	/**
	 * Return whether the server may compile statements just in time.
	 * @return whether the server decides; {@code false} switches it off
	 */
	boolean jit();

	/**
	 * Return whether the user decided about a guard himself, as opposed to a default.
	 * @param guard the guard
	 * @return whether its value is the user's own
	 */
	boolean isExplicit(SessionGuard guard);

}
