/**
 * Reading SQL text without a parser: tokens, and the check that a text is one read. Start
 * at {@link dev.mainstay.sql.SqlLexer}.
 */
@NullMarked
package dev.mainstay.sql;

import org.jspecify.annotations.NullMarked;
