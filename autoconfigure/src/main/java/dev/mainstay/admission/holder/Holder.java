package dev.mainstay.admission.holder;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * One who has a connection.
 *
 * @param thread the name of the thread that borrowed it
 * @param operation what its work is called, or {@code null} if nothing is known
 * @param segment in which segment of the pool, or {@code null} if there are none
 * @param age for how long it has the connection
 * @param state what the connection is doing
 * @param stateAge since when
 * @param inStatements how long the database has worked for it, all in all
 * @param statement the latest statement without literals and cut, or {@code null} if
 * there was none
 * @param leaked whether the connection is unlikely to be given back
 */
public record Holder(String thread, @Nullable String operation, @Nullable String segment, Duration age,
		HolderState state, Duration stateAge, Duration inStatements, @Nullable String statement, boolean leaked) {

}
