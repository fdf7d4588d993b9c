/**
 * Drops cached answers because somebody says so. Start at
 * {@link dev.mainstay.cache.invalidation.CacheInvalidation}.
 */
@NullMarked
package dev.mainstay.cache.invalidation;

import org.jspecify.annotations.NullMarked;
