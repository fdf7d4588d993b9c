/**
 * Wires the query cache. Start at
 * {@link dev.mainstay.autoconfigure.cache.CacheProperties}.
 */
@NullMarked
package dev.mainstay.autoconfigure.cache;

import org.jspecify.annotations.NullMarked;
