/**
 * Gives the calls of methods with {@link dev.mainstay.cache.CachedQuery} their answers
 * from the cache. Start at {@link dev.mainstay.cache.method.CachedQueryInterceptor}.
 */
@NullMarked
package dev.mainstay.cache.method;

import org.jspecify.annotations.NullMarked;
