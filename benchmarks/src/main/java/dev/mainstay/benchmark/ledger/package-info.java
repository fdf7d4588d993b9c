/**
 * What transient faults do to plain Spring Boot, to retry by hand and to Mainstay; start
 * at {@link dev.mainstay.benchmark.ledger.LedgerComparison}.
 */
@NullMarked
package dev.mainstay.benchmark.ledger;

import org.jspecify.annotations.NullMarked;
