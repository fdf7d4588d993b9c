/**
 * Wiring of tuned pools and guarded sessions; start at
 * {@link dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration}.
 */
@NullMarked
package dev.mainstay.autoconfigure.pool;

import org.jspecify.annotations.NullMarked;
