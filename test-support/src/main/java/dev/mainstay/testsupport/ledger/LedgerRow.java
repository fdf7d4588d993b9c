package dev.mainstay.testsupport.ledger;

/**
 * A row of the ledger.
 *
 * @param transfer what was done
 * @param attempt which attempt has done it
 * @param receipt what it computed
 */
record LedgerRow(Transfer transfer, int attempt, String receipt) {

}
