/**
 * Overload in front of a pool: who gets a connection, who waits, and who is refused;
 * start at {@link dev.mainstay.admission.Gate}.
 */
@NullMarked
package dev.mainstay.admission;

import org.jspecify.annotations.NullMarked;
