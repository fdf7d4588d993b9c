/**
 * Wiring of {@link dev.mainstay.transaction.outcome}.
 */
@NullMarked
package dev.mainstay.autoconfigure.transaction.outcome;

import org.jspecify.annotations.NullMarked;
