/**
 * What caches keep from the database, and what they serve that is out of date; start at
 * {@link dev.mainstay.benchmark.cache.CacheComparison}.
 */
@NullMarked
package dev.mainstay.benchmark.cache;

import org.jspecify.annotations.NullMarked;
