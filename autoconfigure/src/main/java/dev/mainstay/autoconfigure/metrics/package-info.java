/**
 * Wiring of meters; start at
 * {@link dev.mainstay.autoconfigure.metrics.DatabaseMetricsAutoConfiguration}.
 */
@NullMarked
package dev.mainstay.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
