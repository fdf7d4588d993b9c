package dev.mainstay.benchmark.ledger;

import org.springframework.transaction.annotation.Transactional;

import dev.mainstay.testsupport.ledger.JdbcTransfer;
import dev.mainstay.testsupport.ledger.Transfer;
import dev.mainstay.testsupport.ledger.TransferUnit;
import dev.mainstay.transaction.RetryableTransaction;

/**
 * Transfers as an application has them that leaves trying again to Mainstay.
 */
public class RetriedTransfers implements TransferUnit {

	private final JdbcTransfer work;

	/**
	 * Create it.
	 * @param work what a transfer does
	 */
	public RetriedTransfers(JdbcTransfer work) {
		this.work = work;
	}

	@Override
	@Transactional
	@RetryableTransaction
	public String transfer(Transfer transfer) {
		return this.work.perform(transfer);
	}

}
