/**
 * Wiring of invalidation on request.
 */
@NullMarked
package dev.mainstay.autoconfigure.cache.invalidation;

import org.jspecify.annotations.NullMarked;
