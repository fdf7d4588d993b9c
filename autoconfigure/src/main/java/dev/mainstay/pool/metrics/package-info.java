/**
 * Meters of pools; start at {@link dev.mainstay.pool.metrics.PoolMeter}.
 */
@NullMarked
package dev.mainstay.pool.metrics;

import org.jspecify.annotations.NullMarked;
