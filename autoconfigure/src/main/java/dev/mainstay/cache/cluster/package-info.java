/**
 * Tells other instances of the application what this one has changed, and knows when it
 * may not have heard of what they have. Start at
 * {@link dev.mainstay.cache.cluster.ClusterInvalidation}.
 */
@NullMarked
package dev.mainstay.cache.cluster;

import org.jspecify.annotations.NullMarked;
