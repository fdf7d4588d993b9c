package dev.mainstay.autoconfigure.transaction.ledger;

import javax.sql.DataSource;

import jakarta.persistence.EntityManager;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.annotation.Transactional;

import dev.mainstay.testsupport.ledger.Transfer;
import dev.mainstay.testsupport.ledger.TransferUnit;
import dev.mainstay.testsupport.ledger.Witness;
import dev.mainstay.transaction.RetryableTransaction;

/**
 * Transfers by JPA that Mainstay repeats. The accounts have versions, so that transfers
 * that meet fail without a deadlock as well.
 */
class JpaTransfers implements TransferUnit {

	private final EntityManager entityManager;

	private final Witness witness;

	JpaTransfers(EntityManager entityManager, Witness witness) {
		this.entityManager = entityManager;
		this.witness = witness;
	}

	@Override
	@Transactional
	@RetryableTransaction
	public String transfer(Transfer transfer) {
		return this.witness.watch(transfer, () -> move(transfer));
	}

	private String move(Transfer transfer) {
		Account source = this.entityManager.find(Account.class, transfer.source());
		Account target = this.entityManager.find(Account.class, transfer.target());
		long balance = source.add(-transfer.amount());
		target.add(transfer.amount());
		int attempt = this.witness.attempts(transfer);
		String receipt = "transfer " + transfer.id() + ", attempt " + attempt + ", balance " + balance;
		this.entityManager.persist(new LedgerEntry(transfer, attempt, receipt));
		this.entityManager.flush();
		return receipt;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EntityScan(basePackageClasses = JpaTransfers.class)
	static class Jpa {

		@Bean
		Witness witness(DataSource dataSource) {
			return new Witness(dataSource);
		}

	}

}
