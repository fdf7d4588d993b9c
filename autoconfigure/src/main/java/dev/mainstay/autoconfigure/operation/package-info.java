/**
 * Wiring of the scopes of work; start at
 * {@link dev.mainstay.autoconfigure.operation.DatabaseOperationAutoConfiguration}.
 */
@NullMarked
package dev.mainstay.autoconfigure.operation;

import org.jspecify.annotations.NullMarked;
