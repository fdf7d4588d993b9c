/**
 * What can be learned from the history; start at
 * {@link dev.mainstay.history.analysis.Trend}.
 */
@NullMarked
package dev.mainstay.history.analysis;

import org.jspecify.annotations.NullMarked;
