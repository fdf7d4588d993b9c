package dev.mainstay.testsupport.ledger;

import org.springframework.transaction.annotation.Transactional;

/**
 * Transfers as an application has them that tries nothing again.
 */
public class PlainTransfers implements TransferUnit {

	private final JdbcTransfer work;

	/**
	 * Create it.
	 * @param work what a transfer does
	 */
	public PlainTransfers(JdbcTransfer work) {
		this.work = work;
	}

	@Override
	@Transactional
	public String transfer(Transfer transfer) {
		return this.work.perform(transfer);
	}

}
