/**
 * Tests of transaction strategies on real databases.
 */
@NullMarked
package dev.mainstay.autoconfigure.transaction.strategy;

import org.jspecify.annotations.NullMarked;
