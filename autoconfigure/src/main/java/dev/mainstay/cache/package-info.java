/**
 * The query cache as applications see it. Start at {@link dev.mainstay.cache.CachedQuery}
 * or {@link dev.mainstay.cache.QueryCache}.
 */
@NullMarked
package dev.mainstay.cache;

import org.jspecify.annotations.NullMarked;
