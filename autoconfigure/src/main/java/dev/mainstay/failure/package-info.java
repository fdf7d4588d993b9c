/**
 * The one classification of database errors; start at
 * {@link dev.mainstay.failure.FailureKind}.
 */
@NullMarked
package dev.mainstay.failure;

import org.jspecify.annotations.NullMarked;
