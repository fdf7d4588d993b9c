package dev.mainstay.admission.holder;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.Refusal;

/**
 * What is known about a caller that got no connection.
 *
 * @param reason why the gate has refused it, or {@code null} if the pool has
 * @param segment of which segment it wanted one, or {@code null} if the pool was asked
 * @param connectFailed whether the pool has failed to connect
 * @param refused threads that have connections and were refused one more just now; may
 * grow meanwhile
 */
record Shortage(@Nullable Refusal reason, @Nullable String segment, boolean connectFailed, Set<Thread> refused) {

}
