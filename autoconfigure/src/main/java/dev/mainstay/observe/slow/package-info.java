/**
 * Statements that take too long, noticed while they run; start at
 * {@link dev.mainstay.observe.slow.SlowStatements}.
 */
@NullMarked
package dev.mainstay.observe.slow;

import org.jspecify.annotations.NullMarked;
