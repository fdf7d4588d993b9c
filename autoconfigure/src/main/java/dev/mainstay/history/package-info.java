/**
 * What was measured in the last day, kept small; start at
 * {@link dev.mainstay.history.History}.
 */
@NullMarked
package dev.mainstay.history;

import org.jspecify.annotations.NullMarked;
