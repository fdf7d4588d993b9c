package dev.mainstay.autoconfigure.cache.cluster;

import java.util.function.Supplier;

import dev.mainstay.autoconfigure.cache.CacheInvalidation;
import dev.mainstay.cache.cluster.InvalidationTransport;

/**
 * A way to tell other instances that the class path offers.
 *
 * @param mode the word by which it is chosen
 * @param transport makes it
 */
record ClusterTransport(CacheInvalidation mode, Supplier<InvalidationTransport> transport) {

}
