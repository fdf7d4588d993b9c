/**
 * Wiring of the observation of statements; start at
 * {@link dev.mainstay.autoconfigure.observe.DatabaseObserveAutoConfiguration}.
 */
@NullMarked
package dev.mainstay.autoconfigure.observe;

import org.jspecify.annotations.NullMarked;
