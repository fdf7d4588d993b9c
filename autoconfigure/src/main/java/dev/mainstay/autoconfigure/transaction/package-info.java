/**
 * Wiring of transactions that are tried again; start at
 * {@link dev.mainstay.autoconfigure.transaction.DatabaseTransactionAutoConfiguration}.
 */
@NullMarked
package dev.mainstay.autoconfigure.transaction;

import org.jspecify.annotations.NullMarked;
