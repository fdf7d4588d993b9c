/**
 * Meters of transactions; start at
 * {@link dev.mainstay.transaction.metrics.TransactionMeter}.
 */
@NullMarked
package dev.mainstay.transaction.metrics;

import org.jspecify.annotations.NullMarked;
