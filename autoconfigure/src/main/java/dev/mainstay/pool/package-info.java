/**
 * Tuned, guarded and counted HikariCP pools; start at
 * {@link dev.mainstay.pool.ManagedPool}.
 */
@NullMarked
package dev.mainstay.pool;

import org.jspecify.annotations.NullMarked;
