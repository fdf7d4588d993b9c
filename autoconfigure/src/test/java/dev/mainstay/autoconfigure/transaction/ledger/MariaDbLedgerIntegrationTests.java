package dev.mainstay.autoconfigure.transaction.ledger;

import dev.mainstay.testsupport.MariaDbServer;
import dev.mainstay.testsupport.RelationalServer;

/**
 * Tests that transfers in MariaDB survive what goes wrong.
 */
class MariaDbLedgerIntegrationTests extends LedgerScenarios {

	@Override
	RelationalServer server() {
		return MariaDbServer.shared();
	}

	@Override
	String markerTable() {
		return "dev/mainstay/outcome/mysql.sql";
	}

}
