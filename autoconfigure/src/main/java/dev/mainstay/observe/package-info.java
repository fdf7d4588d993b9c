/**
 * What statements cost: counted and timed by fingerprint and by operation; start at
 * {@link dev.mainstay.observe.StatementStatistics}.
 */
@NullMarked
package dev.mainstay.observe;

import org.jspecify.annotations.NullMarked;
