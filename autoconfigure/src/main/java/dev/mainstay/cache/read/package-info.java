/**
 * Gives answers from the cache where that is right, and loads and keeps them where it is
 * not. Start at {@link dev.mainstay.cache.read.CachedReads}.
 */
@NullMarked
package dev.mainstay.cache.read;

import org.jspecify.annotations.NullMarked;
