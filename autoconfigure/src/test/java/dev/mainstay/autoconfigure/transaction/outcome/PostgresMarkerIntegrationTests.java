package dev.mainstay.autoconfigure.transaction.outcome;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.mainstay.autoconfigure.transaction.outcome.OutcomeApplication.Told;
import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.TransactionState;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.TcpProxy;
import dev.mainstay.testsupport.TestDatabase;
import dev.mainstay.transaction.outcome.CommitOutcomes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for commits to PostgreSQL whose answer is lost, with markers in a table.
 */
class PostgresMarkerIntegrationTests {

	private static final PostgresServer server = PostgresServer.startNew();

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres(server);

	private final TcpProxy proxy = TcpProxy.to(server);

	private OutcomeApplication application;

	@BeforeAll
	static void prepare() throws SQLException {
		OutcomeApplication.prepare(database.connect(), "postgresql");
		// Commits of an entry below zero wait for whoever holds the lock.
		OutcomeApplication.execute(database.connect(), """
				CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
				'BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NULL; END'""", """
				CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON ledger DEFERRABLE INITIALLY DEFERRED
				FOR EACH ROW WHEN (NEW.entry < 0) EXECUTE FUNCTION hold()""");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void start() throws SQLException {
		OutcomeApplication.execute(database.connect(), "TRUNCATE ledger, mainstay_outcome");
		// What is held back by the proxy stays so, while new connections find another
		// way.
		String address = server.host() + ":" + server.port();
		String url = this.proxy.through(database.url()).replace("/" + "test", "," + address + "/" + "test");
		this.application = OutcomeApplication.start(url + "?socketTimeout=2&connectTimeout=2", server,
				OutcomeApplication.PREFIX + "timeout=4s");
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
		assertThat(markers("NOT rolled_back")).isOne();
	}

	@Test
	void findsCommitWhoseReplyWasLost() throws Exception {
		Told told = told((lock) -> {
			this.proxy.blackHole();
			lock.createStatement().execute("SELECT pg_advisory_unlock(1)");
			await().until(() -> ledger() == 1);
			this.proxy.refuse();
			this.proxy.cut();
		});

		assertThat(told.state()).isEqualTo(TransactionState.COMMITTED);
		assertThat(markers("rolled_back")).isZero();
		assertThat(ledger()).isOne();
	}

	@Test
	void findsRollbackWhenRequestNeverArrived() throws SQLException {
		Told told = this.application.commit(1, this.proxy::cut);

		assertThat(told.state()).isEqualTo(TransactionState.ROLLED_BACK);
		assertThat((Throwable) told.error()).hasMessageContaining("was not committed");
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
		this.proxy.passThrough();
		await().until(() -> sessions("xact_start IS NOT NULL AND pid <> pg_backend_pid()") == 0);
		assertThat(ledger()).isZero();
	}

	@Test
	void agreesWithRequestThatArrivesLate() throws Exception {
		Told told = this.application.commit(1, () -> {
			this.proxy.blackHole();
			this.proxy.refuse();
			CompletableFuture.delayedExecutor(2300, TimeUnit.MILLISECONDS).execute(this.proxy::passThrough);
		});

		assertThat(told.state()).isIn(TransactionState.COMMITTED, TransactionState.ROLLED_BACK);
		assertThat(ledger()).isEqualTo((told.state() == TransactionState.COMMITTED) ? 1 : 0);
	}

	@Test
	void findsRollbackWhenSessionIsEndedDuringCommit() throws Exception {
		Told told = told((lock) -> OutcomeApplication.execute(database.admin(),
				"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'advisory'"));

		assertThat(told.state()).isEqualTo(TransactionState.ROLLED_BACK);
		assertThat(ledger()).isZero();
	}

	@Test
	void findsCommitWhoseSessionWasEndedWhileItWaitedForStandby() throws Exception {
		withoutStandby((admin) -> {
			CompletableFuture<Told> told = this.application.commitElsewhere(1);
			await().until(() -> sessions("wait_event = 'SyncRep'") == 1);
			admin.createStatement()
				.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");

			assertThat(get(told).state()).isEqualTo(TransactionState.COMMITTED);
			assertThat(ledger()).isOne();
		});
	}

	@Test
	void endsSessionThatWaitsForStandby() throws Exception {
		withoutStandby((admin) -> {
			CompletableFuture<Told> told = this.application.commitElsewhere(1);
			await().until(() -> sessions("wait_event = 'SyncRep'") == 1);
			this.proxy.cut();

			assertThat(get(told).state()).isEqualTo(TransactionState.COMMITTED);
			assertThat(sessions("wait_event = 'SyncRep'")).isZero();
		});
	}

	@Test
	void doesNotWaitForStandbyItself() throws Exception {
		withoutStandby((admin) -> assertThat(this.application.commit(1, this.proxy::cut).state())
			.isEqualTo(TransactionState.ROLLED_BACK));
	}

	@Test
	void findsRollbackAfterCrash() throws Exception {
		this.application.close();
		this.application = OutcomeApplication.start(database.url(), server, OutcomeApplication.PREFIX + "timeout=60s");
		Told told = told((lock) -> {
			server.kill();
			server.start();
		});

		assertThat(told.state()).isEqualTo(TransactionState.ROLLED_BACK);
		assertThat(ledger()).isZero();
	}

	@Test
	void staysUnknownWhenServerIsAway() throws Exception {
		this.application.close();
		this.application = OutcomeApplication.start(this.proxy.through(database.url()), server,
				OutcomeApplication.PREFIX + "timeout=300ms");

		Told told = this.application.commit(1, () -> {
			this.proxy.refuse();
			this.proxy.cut();
			Thread.currentThread().interrupt();
		});

		assertThat(Thread.interrupted()).isTrue();
		assertThat(told.state()).isEqualTo(TransactionState.UNKNOWN);
	}

	@Test
	void findsAnswerAlthoughInterrupted() {
		Told told = this.application.commit(1, () -> {
			this.proxy.cut();
			Thread.currentThread().interrupt();
		});

		assertThat(Thread.interrupted()).isTrue();
		assertThat(told.state()).isEqualTo(TransactionState.ROLLED_BACK);
	}

	@Test
	void looksForMarkerWhereItWasWritten() throws Exception {
		OutcomeApplication.execute(database.connect(), "DROP SCHEMA IF EXISTS tenant CASCADE", "CREATE SCHEMA tenant",
				"CREATE TABLE tenant.ledger (entry INT)",
				"CREATE TABLE tenant.mainstay_outcome (LIKE mainstay_outcome INCLUDING ALL)");
		try (Connection connection = this.application.connect()) {
			connection.setSchema("tenant");
			AdvisedConnection advised = this.application.open(connection);
			advised.delegate().commit();

			assertThat(this.application.bean(CommitOutcomes.class).resolve(advised, new SQLException("No answer")))
				.isEqualTo(TransactionState.COMMITTED);
			advised.lose();
		}
		OutcomeApplication.execute(database.connect(), "DROP SCHEMA tenant CASCADE");
	}

	@Test
	void writesNoMarkerForTransactionsThatOnlyRead() throws SQLException {
		try (Connection connection = this.application.connect()) {
			connection.setAutoCommit(false);
			connection.createStatement().executeQuery("SELECT 1").close();
			this.proxy.cut();

			assertThat(OutcomeApplication.commit(connection).state()).isEqualTo(TransactionState.ROLLED_BACK);
		}
		try (Connection connection = this.application.connect()) {
			connection.setReadOnly(true);
			connection.setAutoCommit(false);
			connection.createStatement().executeQuery("SELECT 1").close();

			assertThat(OutcomeApplication.commit(connection).state()).isEqualTo(TransactionState.COMMITTED);
		}
		assertThat(markers("TRUE")).isZero();
	}

	// Commits an entry and makes trouble while the server is about to do so.
	private Told told(Trouble trouble) throws Exception {
		try (Connection lock = database.connect()) {
			lock.createStatement().execute("SELECT pg_advisory_lock(1)");
			CompletableFuture<Told> told = this.application.commitElsewhere(-1);
			await().until(() -> sessions("wait_event = 'advisory'") == 1);
			trouble.happen(lock);
			return get(told);
		}
	}

	private static Told get(CompletableFuture<Told> told)
			throws InterruptedException, ExecutionException, TimeoutException {
		return told.get(30, TimeUnit.SECONDS);
	}

	private static void withoutStandby(Trouble action) throws Exception {
		setStandbys("nobody");
		try (Connection admin = database.admin()) {
			action.happen(admin);
		}
		finally {
			setStandbys("");
		}
	}

	private static void setStandbys(String names) throws SQLException {
		OutcomeApplication.execute(database.admin(), "ALTER SYSTEM SET synchronous_standby_names = '" + names + "'",
				"SELECT pg_reload_conf()");
		await().until(() -> {
			try (Connection connection = database.admin();
					var rows = connection.createStatement().executeQuery("SHOW synchronous_standby_names")) {
				return rows.next() && rows.getString(1).equals(names);
			}
		});
	}

	private static long ledger() throws SQLException {
		return OutcomeApplication.count(database.connect(), "ledger");
	}

	private static long markers(String condition) throws SQLException {
		return OutcomeApplication.count(database.connect(), "mainstay_outcome WHERE " + condition);
	}

	private static long sessions(String condition) throws SQLException {
		return OutcomeApplication.count(database.admin(),
				"pg_stat_activity WHERE datname LIKE 'test%' AND " + condition);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
	}

	/**
	 * Something that goes wrong while a commit waits.
	 */
	@FunctionalInterface
	private interface Trouble {

		void happen(Connection lock) throws Exception;

	}

}
