/**
 * What became of transactions; start at
 * {@link dev.mainstay.transaction.statistics.TransactionStatistics}.
 */
@NullMarked
package dev.mainstay.transaction.statistics;

import org.jspecify.annotations.NullMarked;
