package dev.mainstay.autoconfigure.transaction.ledger;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/**
 * An account.
 */
@Entity
class Account {

	@Id
	private int id;

	private long balance;

	@Version
	private int version;

	long add(int amount) {
		this.balance += amount;
		return this.balance;
	}

}
