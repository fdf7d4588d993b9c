/**
 * Puts the cache in touch with those of other instances. Start at
 * {@link dev.mainstay.autoconfigure.cache.cluster.DatabaseCacheClusterAutoConfiguration}.
 */
@NullMarked
package dev.mainstay.autoconfigure.cache.cluster;

import org.jspecify.annotations.NullMarked;
