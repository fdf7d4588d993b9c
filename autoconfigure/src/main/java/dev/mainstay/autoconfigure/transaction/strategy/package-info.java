/**
 * Wiring of transaction strategies; start at
 * {@link dev.mainstay.autoconfigure.transaction.strategy.DatabaseTransactionStrategyAutoConfiguration}.
 */
@NullMarked
package dev.mainstay.autoconfigure.transaction.strategy;

import org.jspecify.annotations.NullMarked;
