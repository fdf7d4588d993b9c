/**
 * Finds out what became of a commit whose answer was lost; start at
 * {@link dev.mainstay.transaction.outcome.CommitOutcomes}.
 */
@NullMarked
package dev.mainstay.transaction.outcome;

import org.jspecify.annotations.NullMarked;
