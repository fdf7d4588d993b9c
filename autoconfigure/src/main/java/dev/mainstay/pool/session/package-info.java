/**
 * Limits that every session carries, each set in the database's own way; start at
 * {@link dev.mainstay.pool.session.SessionGuards}.
 */
@NullMarked
package dev.mainstay.pool.session;

import org.jspecify.annotations.NullMarked;
