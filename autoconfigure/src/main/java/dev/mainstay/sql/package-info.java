/**
 * Reading SQL text: tokens, the check that a text is one read, what executions of a
 * statement have in common, and the tables it names. Start at
 * {@link dev.mainstay.sql.SqlLexer} and {@link dev.mainstay.sql.Fingerprints}.
 */
@NullMarked
package dev.mainstay.sql;

import org.jspecify.annotations.NullMarked;
