/**
 * Carries changes between instances with a channel of Redis. Start at
 * {@link dev.mainstay.cache.cluster.redis.RedisTransport}.
 */
@NullMarked
package dev.mainstay.cache.cluster.redis;

import org.jspecify.annotations.NullMarked;
