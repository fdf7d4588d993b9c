/**
 * Shares answers between instances. Start at
 * {@link dev.mainstay.cache.shared.SharedLevel}.
 */
@NullMarked
package dev.mainstay.cache.shared;

import org.jspecify.annotations.NullMarked;
