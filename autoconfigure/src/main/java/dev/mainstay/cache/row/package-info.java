/**
 * Which rows of a table a statement reads or changes, where its text and its parameters
 * tell that. Start at {@link dev.mainstay.cache.row.RowStatements}.
 */
@NullMarked
package dev.mainstay.cache.row;

import org.jspecify.annotations.NullMarked;
