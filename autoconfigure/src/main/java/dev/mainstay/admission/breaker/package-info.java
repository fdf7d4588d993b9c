/**
 * Databases that are away: callers are refused at once instead of waiting for a
 * connection; start at {@link dev.mainstay.admission.breaker.Breaker}.
 */
@NullMarked
package dev.mainstay.admission.breaker;

import org.jspecify.annotations.NullMarked;
