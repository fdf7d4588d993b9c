package dev.mainstay.autoconfigure.transaction.ledger;

import org.springframework.transaction.annotation.Transactional;

import dev.mainstay.testsupport.ledger.JdbcTransfer;
import dev.mainstay.testsupport.ledger.Transfer;
import dev.mainstay.testsupport.ledger.TransferUnit;
import dev.mainstay.transaction.RetryableTransaction;

/**
 * Transfers by JDBC that Mainstay repeats.
 */
class RetriedTransfers implements TransferUnit {

	private final JdbcTransfer work;

	RetriedTransfers(JdbcTransfer work) {
		this.work = work;
	}

	@Override
	@Transactional
	@RetryableTransaction
	public String transfer(Transfer transfer) {
		return this.work.perform(transfer);
	}

}
