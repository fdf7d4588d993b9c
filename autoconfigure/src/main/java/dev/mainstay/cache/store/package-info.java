/**
 * Keeps answers, bounded in number, bytes and time. Start at
 * {@link dev.mainstay.cache.store.QueryStore}.
 */
@NullMarked
package dev.mainstay.cache.store;

import org.jspecify.annotations.NullMarked;
