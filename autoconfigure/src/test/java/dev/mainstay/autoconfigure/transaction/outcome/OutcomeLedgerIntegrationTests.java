package dev.mainstay.autoconfigure.transaction.outcome;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.mainstay.datasource.TransactionState;
import dev.mainstay.datasource.UnknownOutcomeException;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.TcpProxy;
import dev.mainstay.testsupport.TestDatabase;
import dev.mainstay.transaction.outcome.OutcomeMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what many threads are told about their commits is what the ledger says,
 * while sessions are killed and connections are cut at random moments.
 */
@ExtendWith(OutputCaptureExtension.class)
class OutcomeLedgerIntegrationTests {

	private static final int THREADS = 32;

	private static final int TRANSACTIONS = 300;

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private final Map<Integer, TransactionState> told = new ConcurrentHashMap<>();

	@ParameterizedTest
	@EnumSource(names = { "TABLE", "TRANSACTION_ID" })
	void tellsWhatLedgerSays(OutcomeMode mode, CapturedOutput output) throws Exception {
		OutcomeApplication.execute(database.connect(), "DROP TABLE IF EXISTS ledger, mainstay_outcome");
		OutcomeApplication.prepare(database.connect(), "postgresql");
		// Commits take long enough to be hit.
		OutcomeApplication.execute(database.connect(), """
				CREATE OR REPLACE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS
				'BEGIN PERFORM pg_sleep(0.01); RETURN NULL; END'""", """
				CREATE CONSTRAINT TRIGGER linger AFTER INSERT ON ledger DEFERRABLE INITIALLY DEFERRED
				FOR EACH ROW EXECUTE FUNCTION linger()""");
		PostgresServer server = PostgresServer.shared();
		try (TcpProxy proxy = TcpProxy.to(server);
				OutcomeApplication application = OutcomeApplication.start(proxy.through(database.url()), server,
						OutcomeApplication.PREFIX + "mode=" + mode, "db.pool.max-overflow=" + THREADS,
						"logging.level.com.zaxxer.hikari=error")) {
			disturbedRun(application, proxy);
		}

		assertThat(this.told).hasSize(TRANSACTIONS).doesNotContainValue(TransactionState.UNKNOWN);
		assertThat(withState(TransactionState.COMMITTED)).isEqualTo(ledger());
		assertThat(output).contains("was found to be committed").contains("was found to be rolled back");
	}

	private void disturbedRun(OutcomeApplication application, TcpProxy proxy) throws Exception {
		AtomicInteger next = new AtomicInteger();
		ExecutorService workers = Executors.newFixedThreadPool(THREADS);
		ScheduledExecutorService nemesis = Executors.newSingleThreadScheduledExecutor();
		try (Connection admin = database.admin()) {
			nemesis.scheduleWithFixedDelay(proxy::cut, 100, 300, TimeUnit.MILLISECONDS);
			nemesis.scheduleWithFixedDelay(() -> killOne(admin), 20, 100, TimeUnit.MILLISECONDS);
			for (int i = 0; i < THREADS; i++) {
				workers.execute(() -> {
					for (int entry = next.getAndIncrement(); entry < TRANSACTIONS; entry = next.getAndIncrement()) {
						this.told.put(entry, run(application, entry));
					}
				});
			}
			workers.shutdown();
			assertThat(workers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			nemesis.shutdownNow();
			workers.shutdownNow();
		}
	}

	private static TransactionState run(OutcomeApplication application, int entry) {
		try (Connection connection = application.connect()) {
			connection.setAutoCommit(false);
			OutcomeApplication.insert(connection, entry);
			return OutcomeApplication.commit(connection).state();
		}
		catch (UnknownOutcomeException ex) {
			return TransactionState.UNKNOWN;
		}
		catch (SQLException ex) {
			return TransactionState.ROLLED_BACK;
		}
	}

	private static void killOne(Connection admin) {
		try (Statement statement = admin.createStatement()) {
			statement.execute("""
					SELECT pg_terminate_backend(pid) FROM (
						SELECT pid FROM pg_stat_activity
						WHERE datname LIKE 'test%ledger%' AND state = 'active' ORDER BY random() LIMIT 1) victim""");
		}
		catch (SQLException ex) {
			throw new AssertionError(ex);
		}
	}

	private Set<Integer> withState(TransactionState state) {
		Set<Integer> entries = new HashSet<>(this.told.keySet());
		entries.removeIf((entry) -> this.told.get(entry) != state);
		return entries;
	}

	private static Set<Integer> ledger() throws SQLException {
		Set<Integer> entries = new HashSet<>();
		try (Connection connection = database.connect();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT entry FROM ledger")) {
			while (rows.next()) {
				assertThat(entries.add(rows.getInt(1))).isTrue();
			}
		}
		return entries;
	}

}
