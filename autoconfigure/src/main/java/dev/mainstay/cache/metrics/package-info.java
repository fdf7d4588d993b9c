/**
 * Meters of the query cache; start at {@link dev.mainstay.cache.metrics.CacheMeter}.
 */
@NullMarked
package dev.mainstay.cache.metrics;

import org.jspecify.annotations.NullMarked;
