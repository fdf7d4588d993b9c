package dev.mainstay.autoconfigure.transaction.outcome;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.mainstay.autoconfigure.transaction.outcome.OutcomeApplication.Told;
import dev.mainstay.datasource.TransactionState;
import dev.mainstay.testsupport.MariaDbServer;
import dev.mainstay.testsupport.TcpProxy;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for commits to MariaDB whose answer is lost, with markers in a table.
 */
class MariaDbMarkerIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.mariadb();

	private final TcpProxy proxy = TcpProxy.to(MariaDbServer.shared());

	private OutcomeApplication application;

	@BeforeAll
	static void prepare() throws SQLException {
		OutcomeApplication.prepare(database.connect(), "mysql");
	}

	@BeforeEach
	void start() throws SQLException {
		OutcomeApplication.execute(database.connect(), "TRUNCATE ledger", "TRUNCATE mainstay_outcome");
		MariaDbServer server = MariaDbServer.shared();
		// What is held back by the proxy stays so, while new connections find another
		// way.
		String direct = "," + server.host() + ":" + server.port() + "/test";
		String url = this.proxy.through(database.url())
			.replace("/test", direct)
			.replace("mariadb:", "mariadb:sequential:");
		this.application = OutcomeApplication.start(url + "?socketTimeout=1000&connectTimeout=1000", server,
				OutcomeApplication.PREFIX + "timeout=6s");
	}

	@AfterEach
	void close() {
		this.application.close();
		this.proxy.close();
	}

	@Test
	void commitsNormally() throws SQLException {
		Told told = this.application.commit(1, () -> {
		});

		assertThat(told.state()).isEqualTo(TransactionState.COMMITTED);
		assertThat(markers("NOT rolled_back AND session_id IS NOT NULL")).isOne();
	}

	@Test
	void findsCommitWhoseReplyWasLost() throws Exception {
		try (Connection backup = database.admin(); Statement statement = backup.createStatement()) {
			// Commits wait until the backup is over.
			statement.execute("BACKUP STAGE START");
			statement.execute("BACKUP STAGE BLOCK_COMMIT");
			CompletableFuture<Told> told = this.application.commitElsewhere(1);
			await().until(() -> OutcomeApplication.count(database.admin(),
					"information_schema.processlist WHERE state LIKE 'Waiting for backup lock'") == 1);
			this.proxy.blackHole();
			statement.execute("BACKUP STAGE END");
			await().until(() -> ledger() == 1);
			this.proxy.refuse();
			this.proxy.cut();

			assertThat(told.get(30, TimeUnit.SECONDS).state()).isEqualTo(TransactionState.COMMITTED);
			assertThat(markers("rolled_back")).isZero();
		}
	}

	@Test
	void findsRollbackWhenRequestNeverArrived() throws SQLException {
		Told told = this.application.commit(1, this.proxy::cut);

		assertThat(told.state()).isEqualTo(TransactionState.ROLLED_BACK);
		assertThat(ledger()).isZero();
		assertThat(markers("rolled_back")).isOne();
	}

	@Test
	void endsSessionThatWaitsForRequestToCommit() throws SQLException {
		Told told = this.application.commit(1, () -> {
			this.proxy.blackHole();
			this.proxy.refuse();
		});

		assertThat(told.state()).isEqualTo(TransactionState.ROLLED_BACK);
		assertThat(ledger()).isZero();
	}

	@Test
	void findsRollbackWhenSessionWasKilled() throws SQLException {
		Told told = this.application.commit(1, () -> {
			long session = OutcomeApplication.number(database.admin(),
					"SELECT MAX(id) FROM information_schema.processlist WHERE db LIKE 'test%' AND command = 'Sleep'"
							+ " AND id IN (SELECT trx_mysql_thread_id FROM information_schema.innodb_trx)");
			OutcomeApplication.execute(database.admin(), "KILL " + session);
		});

		assertThat(told.state()).isEqualTo(TransactionState.ROLLED_BACK);
		assertThat(ledger()).isZero();
	}

	@Test
	void commitsWhatWasReadInReadOnlyTransaction() throws SQLException {
		try (Connection connection = this.application.connect()) {
			connection.setAutoCommit(false);
			try (Statement statement = connection.createStatement()) {
				statement.execute("SET TRANSACTION READ ONLY");
				statement.executeQuery("SELECT COUNT(*) FROM ledger").close();
			}

			assertThat(OutcomeApplication.commit(connection).state()).isEqualTo(TransactionState.COMMITTED);
		}
		assertThat(markers("TRUE")).isZero();
	}

	@Test
	void refusesTableThatKnowsNoRollback() throws SQLException {
		OutcomeApplication.execute(database.connect(), "ALTER TABLE mainstay_outcome ENGINE = MyISAM");

		Told told = this.application.commit(1, () -> {
		});

		OutcomeApplication.execute(database.connect(), "ALTER TABLE mainstay_outcome ENGINE = InnoDB");
		assertThat((Throwable) told.error()).hasMessageContaining("knows no rollback");
		assertThat(ledger()).isZero();
	}

	private static long ledger() throws SQLException {
		return OutcomeApplication.count(database.connect(), "ledger");
	}

	private static long markers(String condition) throws SQLException {
		return OutcomeApplication.count(database.connect(), "mainstay_outcome WHERE " + condition);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
	}

}
