/**
 * Makes answers outdated on request, in step with transactions. Start at
 * {@link dev.mainstay.cache.invalidation.Invalidations}.
 */
@NullMarked
package dev.mainstay.cache.invalidation;

import org.jspecify.annotations.NullMarked;
