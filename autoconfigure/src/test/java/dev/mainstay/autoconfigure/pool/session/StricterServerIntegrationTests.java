package dev.mainstay.autoconfigure.pool.session;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.mainstay.testsupport.MariaDbServer;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for session guards on servers whose own limits are stricter than our defaults: a
 * starter that is added must not loosen what an administrator has decided.
 */
class StricterServerIntegrationTests extends AbstractGuardTests {

	private static final PostgresServer postgresServer = PostgresServer.startNew("statement_timeout=2s",
			"lock_timeout=20s");

	private static final MariaDbServer mariadbServer = MariaDbServer.startNew("max_statement_time=2.5",
			"innodb_lock_wait_timeout=20");

	@RegisterExtension
	static final TestDatabase postgres = TestDatabase.postgres(postgresServer);

	@RegisterExtension
	static final TestDatabase mariadb = TestDatabase.mariadb(mariadbServer);

	@AfterAll
	static void stopServers() {
		postgresServer.close();
		mariadbServer.close();
	}

	@Test
	void defaultsTightenButNeverLoosenOnPostgres() {
		with(postgres).run((context) -> {
			assertThat(onEveryConnection(context, "show statement_timeout")).containsOnly("2s");
			assertThat(onEveryConnection(context, "show lock_timeout")).containsOnly("10s");
			assertThat(onEveryConnection(context, "show idle_in_transaction_session_timeout")).containsOnly("1min");
		});
	}

	@Test
	void whatTheUserSetsLoosensOnPostgres() {
		with(postgres).withPropertyValues("db.session.statement-timeout=30s")
			.run((context) -> assertThat(onEveryConnection(context, "show statement_timeout")).containsOnly("30s"));
	}

	@Test
	void defaultsTightenButNeverLoosenOnMariaDb() {
		with(mariadb).run((context) -> {
			assertThat(onEveryConnection(context, "select @@max_statement_time")).containsOnly("2.500000");
			assertThat(onEveryConnection(context, "select @@innodb_lock_wait_timeout")).containsOnly("10");
			assertThat(onEveryConnection(context, "select @@idle_transaction_timeout")).containsOnly("60");
		});
	}

	@Test
	void whatTheUserSetsLoosensOnMariaDb() {
		with(mariadb).withPropertyValues("db.session.statement-timeout=30s")
			.run((context) -> assertThat(onEveryConnection(context, "select @@max_statement_time"))
				.containsOnly("30.000000"));
	}

}
