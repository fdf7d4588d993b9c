/**
 * Who is asking the database; start at {@link dev.mainstay.operation.Operation}.
 */
@NullMarked
package dev.mainstay.operation;

import org.jspecify.annotations.NullMarked;
