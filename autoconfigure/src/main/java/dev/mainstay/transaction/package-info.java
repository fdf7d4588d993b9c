/**
 * Transactions that survive transient faults; start at
 * {@link dev.mainstay.transaction.UnitRunner}.
 */
@NullMarked
package dev.mainstay.transaction;

import org.jspecify.annotations.NullMarked;
