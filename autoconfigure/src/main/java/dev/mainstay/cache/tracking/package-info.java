/**
 * Follows what transactions change and what is read while an answer is loaded. Start at
 * {@link dev.mainstay.cache.tracking.ChangeTracker}.
 */
@NullMarked
package dev.mainstay.cache.tracking;

import org.jspecify.annotations.NullMarked;
