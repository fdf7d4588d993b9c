/**
 * Spring's cache abstraction over the query cache. Start at
 * {@link dev.mainstay.cache.spring.QueryCacheManager}.
 */
@NullMarked
package dev.mainstay.cache.spring;

import org.jspecify.annotations.NullMarked;
