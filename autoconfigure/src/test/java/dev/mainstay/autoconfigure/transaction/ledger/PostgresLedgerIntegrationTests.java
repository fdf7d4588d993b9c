package dev.mainstay.autoconfigure.transaction.ledger;

import org.junit.jupiter.api.AfterAll;

import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.RelationalServer;
import dev.mainstay.testsupport.ledger.LedgerTrial;
import dev.mainstay.testsupport.ledger.StandbyLoss;

/**
 * Tests that transfers in PostgreSQL survive what goes wrong.
 */
class PostgresLedgerIntegrationTests extends LedgerScenarios {

	private static final PostgresServer server = PostgresServer.startNew("deadlock_timeout=10ms");

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Override
	RelationalServer server() {
		return server;
	}

	@Override
	String markerTable() {
		return "dev/mainstay/outcome/postgresql.sql";
	}

	@Override
	void addFaults(LedgerTrial trial, int interval) {
		trial.nemesis((database) -> new StandbyLoss(database, 10 * interval));
	}

}
