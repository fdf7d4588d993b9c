package dev.mainstay.admission.holder;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.Refusal;

/**
 * What is known about a caller that got no connection.
 *
 * @param reason why the gate has refused it, or {@code null} if the pool has
 * @param segment the segment that has its maximum, if that is why, or {@code null} if it
 * is the whole pool that has no more
 * @param connectFailed whether the pool has failed to connect
 * @param refused threads that have connections and were refused one more just now; may
 * grow meanwhile
 */
record Shortage(@Nullable Refusal reason, @Nullable String segment, boolean connectFailed, Set<Thread> refused) {

}
