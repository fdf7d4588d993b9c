package dev.mainstay.benchmark.ledger;

import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.RelationalServer;
import dev.mainstay.testsupport.ledger.HomeMadeTransfers;
import dev.mainstay.testsupport.ledger.LedgerTrial;
import dev.mainstay.testsupport.ledger.PlainTransfers;
import dev.mainstay.testsupport.ledger.TransferUnit;
import dev.mainstay.transaction.CommitOutcomeUnknownException;

/**
 * A way to carry out transfers.
 */
enum Contestant {

	PLAIN("plain Spring Boot", PlainTransfers.class, false, false),

	HOME_MADE("`@Retryable`, 3 attempts, any database error", HomeMadeTransfers.class, false, false),

	EAGER("`@Retryable`, 5 attempts at once", EagerTransfers.class, false, false),

	PATIENT("`@Retryable`, 5 attempts, 100 ms × 2", PatientTransfers.class, false, false),

	MAINSTAY("Mainstay", RetriedTransfers.class, true, false),

	MAINSTAY_WITH_MARKER("Mainstay with outcome marker", RetriedTransfers.class, true, true);

	private final String label;

	private final Class<? extends TransferUnit> unit;

	private final boolean mainstay;

	private final boolean marker;

	Contestant(String label, Class<? extends TransferUnit> unit, boolean mainstay, boolean marker) {
		this.label = label;
		this.unit = unit;
		this.mainstay = mainstay;
		this.marker = marker;
	}

	LedgerTrial on(RelationalServer server) {
		LedgerTrial trial = LedgerTrial.on(server)
			.service(this.unit)
			.properties("db.enabled=" + this.mainstay)
			.unknown(CommitOutcomeUnknownException.class);
		if (this.marker) {
			trial.properties("db.transaction.outcome-marker.mode=table")
				.script((server instanceof PostgresServer) ? "dev/mainstay/outcome/postgresql.sql"
						: "dev/mainstay/outcome/mysql.sql");
		}
		return trial;
	}

	@Override
	public String toString() {
		return this.label;
	}

}
