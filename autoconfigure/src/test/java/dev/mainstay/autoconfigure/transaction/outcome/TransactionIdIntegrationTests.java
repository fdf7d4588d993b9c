package dev.mainstay.autoconfigure.transaction.outcome;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.mainstay.autoconfigure.transaction.outcome.OutcomeApplication.Told;
import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.TransactionState;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.PostgresStandby;
import dev.mainstay.testsupport.TcpProxy;
import dev.mainstay.testsupport.TestDatabase;
import dev.mainstay.transaction.outcome.CommitOutcomes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for commits whose answer is lost and is read from PostgreSQL's log of
 * transactions.
 */
class TransactionIdIntegrationTests {

	private static final String MODE = OutcomeApplication.PREFIX + "mode=transaction-id";

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	@BeforeAll
	static void prepare() throws SQLException {
		OutcomeApplication.prepare(database.connect(), "postgresql");
	}

	@BeforeEach
	void clear() throws SQLException {
		OutcomeApplication.execute(database.connect(), "TRUNCATE ledger, mainstay_outcome");
	}

	@Test
	void tellsWhatBecameOfTransaction() throws SQLException {
		try (OutcomeApplication application = start("timeout=5s")) {
			assertThat(application.outcome(Connection::commit)).isEqualTo(TransactionState.COMMITTED);
			assertThat(application.outcome(Connection::rollback)).isEqualTo(TransactionState.ROLLED_BACK);
			assertThat(OutcomeApplication.count(database.connect(), "mainstay_outcome")).isZero();
		}
	}

	@Test
	void findsRollbackWhenRequestNeverArrived() throws SQLException {
		PostgresServer server = PostgresServer.shared();
		try (TcpProxy proxy = TcpProxy.to(server);
				OutcomeApplication application = OutcomeApplication.start(proxy.through(database.url()), server,
						MODE)) {
			assertThat(application.commit(1, proxy::cut).state()).isEqualTo(TransactionState.ROLLED_BACK);
		}
	}

	@Test
	void endsSessionThatIsOverdue() throws SQLException {
		try (OutcomeApplication application = start("timeout=2s")) {
			assertThat(application.outcome((connection) -> {
			})).isEqualTo(TransactionState.ROLLED_BACK);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "transaction-id", "table" })
	void waitsForTransactionThatIsStillOpen(String mode) throws Exception {
		try (OutcomeApplication application = start("timeout=60s", "mode=" + mode);
				Connection connection = application.connect()) {
			AdvisedConnection advised = application.open(connection);
			CommitOutcomes outcomes = application.bean(CommitOutcomes.class);
			CompletableFuture<TransactionState> state = CompletableFuture
				.supplyAsync(() -> outcomes.resolve(advised, new SQLException("No answer")));
			Awaitility.await().during(Duration.ofMillis(300)).until(() -> !state.isDone());
			advised.delegate().commit();

			assertThat(state.get(20, TimeUnit.SECONDS)).isEqualTo(TransactionState.COMMITTED);
			advised.lose();
		}
	}

	@Test
	void believesNeitherStandbyNorAnotherTimeline() throws Exception {
		try (PostgresStandby pair = PostgresStandby.startWithPrimary(); TcpProxy proxy = TcpProxy.to(pair.primary())) {
			String url = proxy.through(pair.primary().jdbcUrl("postgres"));
			OutcomeApplication.prepare(pair.primary().admin(), "postgresql");
			pair.awaitStreaming();
			for (String mode : List.of("transaction-id", "table")) {
				standbyGivesNoAnswer(mode, url, pair, proxy);
			}
			promotedStandby(url, pair, proxy);
		}
	}

	private static void standbyGivesNoAnswer(String mode, String url, PostgresStandby pair, TcpProxy proxy) {
		proxy.retarget(pair.primary());
		try (OutcomeApplication application = OutcomeApplication.start(url, pair.primary(),
				OutcomeApplication.PREFIX + "mode=" + mode, OutcomeApplication.PREFIX + "timeout=300ms")) {
			Told told = application.commit(1, () -> {
				proxy.retarget(pair.server());
				proxy.cut();
			});

			assertThat(told.state()).isEqualTo(TransactionState.UNKNOWN);
		}
		proxy.retarget(pair.primary());
	}

	// The marker did not reach the new primary, and neither did the work.
	private static void promotedStandby(String url, PostgresStandby pair, TcpProxy proxy) {
		try (OutcomeApplication byId = OutcomeApplication.start(url, pair.primary(), MODE);
				OutcomeApplication byTable = OutcomeApplication.start(url, pair.primary(),
						OutcomeApplication.PREFIX + "timeout=30s")) {
			AtomicReference<@Nullable Told> told = new AtomicReference<>();
			Told other = byTable.commit(2, () -> told.set(byId.commit(1, () -> {
				proxy.retarget(pair.server());
				pair.primary().kill();
				pair.promote();
				// The number of the lost transaction is given to another one.
				OutcomeApplication.execute(pair.server().admin(),
						Collections.nCopies(20, "SELECT pg_current_xact_id()").toArray(String[]::new));
			})));

			assertThat(told.get()).extracting(Told::state).isEqualTo(TransactionState.UNKNOWN);
			assertThat(other.state()).isEqualTo(TransactionState.ROLLED_BACK);
		}
	}

	@Test
	void saysThatServerMayNotBeIdentified() throws SQLException {
		OutcomeApplication.execute(database.connect(), "DROP ROLE IF EXISTS observer",
				"CREATE ROLE observer LOGIN PASSWORD 'observer'", "GRANT INSERT ON ledger TO observer");
		try (OutcomeApplication application = OutcomeApplication.start("spring.datasource.url=" + database.url(),
				"spring.datasource.username=observer", "spring.datasource.password=observer", "db.pool.size=1", MODE)) {
			assertThat(application.commit(1, () -> {
			}).state()).isEqualTo(TransactionState.COMMITTED);
			OutcomeApplication.execute(database.connect(),
					"REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC");

			Told told = application.commit(2, () -> {
			});

			assertThat((Throwable) told.error()).hasMessageContaining("cannot read which transaction it commits")
				.hasMessageContaining("pg_control_system");
			assertThat(OutcomeApplication.count(database.connect(), "ledger")).isOne();
		}
		OutcomeApplication.execute(database.connect(), "GRANT EXECUTE ON FUNCTION pg_control_system() TO PUBLIC",
				"DROP OWNED BY observer", "DROP ROLE observer");
	}

	private static OutcomeApplication start(String... properties) {
		return OutcomeApplication.start(database.url(), PostgresServer.shared(),
				Stream.concat(Stream.of(MODE), Stream.of(properties).map(OutcomeApplication.PREFIX::concat))
					.toArray(String[]::new));
	}

}
