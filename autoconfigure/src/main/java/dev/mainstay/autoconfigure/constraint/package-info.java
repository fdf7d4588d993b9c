/**
 * Wiring of constraint violations; start at
 * {@link dev.mainstay.autoconfigure.constraint.DatabaseConstraintAutoConfiguration}.
 */
@NullMarked
package dev.mainstay.autoconfigure.constraint;

import org.jspecify.annotations.NullMarked;
