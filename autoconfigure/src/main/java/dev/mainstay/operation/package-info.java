/**
 * Who is asking the database; start at {@link dev.mainstay.operation.Operation}, the name
 * of the work, and {@link dev.mainstay.operation.WorkScope}, its extent.
 */
@NullMarked
package dev.mainstay.operation;

import org.jspecify.annotations.NullMarked;
