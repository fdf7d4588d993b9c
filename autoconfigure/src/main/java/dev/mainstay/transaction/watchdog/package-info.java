/**
 * Transactions that take too long; start at
 * {@link dev.mainstay.transaction.watchdog.TransactionWatchdog}.
 */
@NullMarked
package dev.mainstay.transaction.watchdog;

import org.jspecify.annotations.NullMarked;
