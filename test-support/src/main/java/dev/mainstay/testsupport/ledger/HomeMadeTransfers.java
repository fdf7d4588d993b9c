package dev.mainstay.testsupport.ledger;

import org.springframework.dao.DataAccessException;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.annotation.Transactional;

/**
 * Transfers as an application has them that tries again whatever the database failed at,
 * by means of Spring alone: three attempts.
 */
@EnableResilientMethods
public class HomeMadeTransfers implements TransferUnit {

	private final JdbcTransfer work;

	/**
	 * Create it.
	 * @param work what a transfer does
	 */
	public HomeMadeTransfers(JdbcTransfer work) {
		this.work = work;
	}

	@Override
	@Retryable(includes = { DataAccessException.class, TransactionException.class }, maxRetries = 2, delay = 100,
			multiplier = 2)
	@Transactional
	public String transfer(Transfer transfer) {
		return this.work.perform(transfer);
	}

}
