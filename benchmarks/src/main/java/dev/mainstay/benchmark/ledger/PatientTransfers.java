package dev.mainstay.benchmark.ledger;

import org.springframework.dao.TransientDataAccessException;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.transaction.annotation.Transactional;

import dev.mainstay.testsupport.ledger.JdbcTransfer;
import dev.mainstay.testsupport.ledger.Transfer;
import dev.mainstay.testsupport.ledger.TransferUnit;

/**
 * Transfers that are tried again after 100 ms, 200 ms, 400 ms and 800 ms, as often as
 * Mainstay tries them.
 */
@EnableResilientMethods
public class PatientTransfers implements TransferUnit {

	private final JdbcTransfer work;

	/**
	 * Create it.
	 * @param work what a transfer does
	 */
	public PatientTransfers(JdbcTransfer work) {
		this.work = work;
	}

	@Override
	@Retryable(includes = TransientDataAccessException.class, maxRetries = 4, delay = 100, multiplier = 2)
	@Transactional
	public String transfer(Transfer transfer) {
		return this.work.perform(transfer);
	}

}
