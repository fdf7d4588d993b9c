package dev.mainstay.autoconfigure.transaction.ledger;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import dev.mainstay.testsupport.ledger.Transfer;

/**
 * A row of the ledger, whose table lets the same id be written twice.
 */
@Entity
@Table(name = "ledger")
class LedgerEntry {

	@Id
	private int id;

	private int attempt;

	private int source;

	private int target;

	private int amount;

	private String receipt;

	LedgerEntry() {
	}

	LedgerEntry(Transfer transfer, int attempt, String receipt) {
		this.id = transfer.id();
		this.attempt = attempt;
		this.source = transfer.source();
		this.target = transfer.target();
		this.amount = transfer.amount();
		this.receipt = receipt;
	}

}
