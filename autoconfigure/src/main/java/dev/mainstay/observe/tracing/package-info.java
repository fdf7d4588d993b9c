/**
 * Spans of statements, for applications that trace; start at
 * {@link dev.mainstay.observe.tracing.StatementSpans}.
 */
@NullMarked
package dev.mainstay.observe.tracing;

import org.jspecify.annotations.NullMarked;
