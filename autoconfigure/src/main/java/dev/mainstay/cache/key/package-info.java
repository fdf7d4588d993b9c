/**
 * Tells the questions apart that answers are kept for. Start at
 * {@link dev.mainstay.cache.key.QueryKey}.
 */
@NullMarked
package dev.mainstay.cache.key;

import org.jspecify.annotations.NullMarked;
