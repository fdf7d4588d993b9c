/**
 * Deadlocks and what to do about them; start at
 * {@link dev.mainstay.transaction.deadlock.DeadlockLog}.
 */
@NullMarked
package dev.mainstay.transaction.deadlock;

import org.jspecify.annotations.NullMarked;
