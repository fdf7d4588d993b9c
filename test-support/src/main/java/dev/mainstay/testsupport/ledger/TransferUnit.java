package dev.mainstay.testsupport.ledger;

/**
 * A service that carries out transfers, each in one transaction of its own.
 */
@FunctionalInterface
public interface TransferUnit {

	/**
	 * Move the money and write a row of the ledger.
	 * @param transfer what to do
	 * @return the receipt that was written into the ledger
	 */
	String transfer(Transfer transfer);

}
