/**
 * Wiring of the history; start at
 * {@link dev.mainstay.autoconfigure.history.DatabaseHistoryAutoConfiguration}.
 */
@NullMarked
package dev.mainstay.autoconfigure.history;

import org.jspecify.annotations.NullMarked;
