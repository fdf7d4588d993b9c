/**
 * Transactions that survive transient faults; start at
 * {@link dev.mainstay.transaction.UnitListener}.
 */
@NullMarked
package dev.mainstay.transaction;

import org.jspecify.annotations.NullMarked;
