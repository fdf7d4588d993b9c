/**
 * Proof that work is neither lost nor done twice while everything fails: transfers
 * between accounts, each written down in a ledger, and an audit of both; start at
 * {@link dev.mainstay.testsupport.ledger.LedgerTrial}.
 */
@NullMarked
package dev.mainstay.testsupport.ledger;

import org.jspecify.annotations.NullMarked;
