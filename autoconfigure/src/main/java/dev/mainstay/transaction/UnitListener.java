package dev.mainstay.transaction;

import java.time.Duration;

import dev.mainstay.failure.FailureKind;

/**
 * Hears what happens to units of work that fail: methods and blocks whose transaction is
 * tried again when that helps. Called on the thread that does the work, so an
 * implementation must be brief and must not throw. Units that succeed at once are not
 * told of.
 */
public interface UnitListener {

	/**
	 * An attempt has failed and another one follows.
	 * @param operation the name of the unit
	 * @param kind why the attempt failed
	 * @param attempt the number of the failed attempt, counted from 1
	 * @param delay how long the thread waits before the next one
	 */
	default void retrying(String operation, FailureKind kind, int attempt, Duration delay) {
	}

	/**
	 * A unit has succeeded after attempts that failed.
	 * @param operation the name of the unit
	 * @param kind why the last attempt but one failed
	 * @param attempts how many attempts it took, the successful one included
	 * @param elapsed the time for all of them
	 */
	default void recovered(String operation, FailureKind kind, int attempts, Duration elapsed) {
	}

	/**
	 * A unit has failed for good. Told of only where the failure is one of the database,
	 * or of a version that changed.
	 * @param operation the name of the unit
	 * @param kind why the last attempt failed
	 * @param attempts how many attempts were made
	 * @param reason why there is no other one
	 */
	default void gaveUp(String operation, FailureKind kind, int attempts, GiveUpReason reason) {
	}

}
