/**
 * Meters of constraint violations; start at
 * {@link dev.mainstay.constraint.metrics.ConstraintMeter}.
 */
@NullMarked
package dev.mainstay.constraint.metrics;

import org.jspecify.annotations.NullMarked;
