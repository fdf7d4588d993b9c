/**
 * Meters of statements; start at {@link dev.mainstay.observe.metrics.StatementMeter}.
 */
@NullMarked
package dev.mainstay.observe.metrics;

import org.jspecify.annotations.NullMarked;
