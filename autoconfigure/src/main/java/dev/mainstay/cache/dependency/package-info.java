/**
 * Finds out which tables a statement reads and changes. Start at
 * {@link dev.mainstay.cache.dependency.StatementTables}.
 */
@NullMarked
package dev.mainstay.cache.dependency;

import org.jspecify.annotations.NullMarked;
