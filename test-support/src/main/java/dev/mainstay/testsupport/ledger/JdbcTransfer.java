package dev.mainstay.testsupport.ledger;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What a transfer does within its transaction, by JDBC.
 */
public final class JdbcTransfer {

	private final JdbcTemplate jdbc;

	private final Witness witness;

	/**
	 * Create it.
	 * @param jdbc runs the statements
	 * @param witness sees what happens
	 */
	public JdbcTransfer(JdbcTemplate jdbc, Witness witness) {
		this.jdbc = jdbc;
		this.witness = witness;
	}

	/**
	 * Move the money and write a row of the ledger.
	 * @param transfer what to do
	 * @return the receipt that was written into the ledger
	 */
	public String perform(Transfer transfer) {
		return this.witness.watch(transfer, () -> move(transfer));
	}

	private String move(Transfer transfer) {
		this.jdbc.update("UPDATE account SET balance = balance - ? WHERE id = ?", transfer.amount(), transfer.source());
		this.jdbc.update("UPDATE account SET balance = balance + ? WHERE id = ?", transfer.amount(), transfer.target());
		Long balance = this.jdbc.queryForObject("SELECT balance FROM account WHERE id = ?", Long.class,
				transfer.source());
		int attempt = this.witness.attempts(transfer);
		String receipt = "transfer " + transfer.id() + ", attempt " + attempt + ", balance " + balance;
		this.jdbc.update("INSERT INTO ledger (id, attempt, source, target, amount, receipt) VALUES (?, ?, ?, ?, ?, ?)",
				transfer.id(), attempt, transfer.source(), transfer.target(), transfer.amount(), receipt);
		return receipt;
	}

}
