/**
 * Whether a database can be reached, asked without queueing behind its users; start at
 * {@link dev.mainstay.pool.health.DatabaseProbe}.
 */
@NullMarked
package dev.mainstay.pool.health;

import org.jspecify.annotations.NullMarked;
