/**
 * What kinds of operations ask of their transactions; start at
 * {@link dev.mainstay.transaction.strategy.TransactionStrategy}.
 */
@NullMarked
package dev.mainstay.transaction.strategy;

import org.jspecify.annotations.NullMarked;
