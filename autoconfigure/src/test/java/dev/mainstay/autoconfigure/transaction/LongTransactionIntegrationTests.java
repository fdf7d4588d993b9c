package dev.mainstay.autoconfigure.transaction;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;

import dev.mainstay.datasource.TransactionEndedException;
import dev.mainstay.failure.FailureClassifier;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.operation.Operation;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.MigrationDataSource;
import dev.mainstay.testsupport.TestDatabase;
import dev.mainstay.transaction.statistics.TransactionStatistics;
import dev.mainstay.transaction.watchdog.TransactionWatchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link TransactionWatchdog} with real databases.
 */
@ExtendWith(OutputCaptureExtension.class)
class LongTransactionIntegrationTests {

	private static final String[] ONE_CONNECTION = { "db.pool.size=1", "db.pool.max-overflow=0", "db.pool.timeout=20s",
			"db.transaction.warn-after=100ms" };

	@RegisterExtension
	static final TestDatabase postgres = TestDatabase.postgres();

	@RegisterExtension
	static final TestDatabase mariadb = TestDatabase.mariadb();

	@RegisterExtension
	static final TestDatabase h2 = TestDatabase.h2();

	@RegisterExtension
	static final TestDatabase sqlite = TestDatabase.sqlite();

	static Stream<TestDatabase> databases() {
		return Stream.of(postgres, mariadb, h2, sqlite);
	}

	static Stream<TestDatabase> servers() {
		return Stream.of(postgres, mariadb);
	}

	@ParameterizedTest(name = "{index}")
	@MethodSource("databases")
	void warnsOnceAndEndsATransactionThatSitsIdle(TestDatabase database, CapturedOutput output) {
		try (Accounts accounts = start(database, "db.transaction.max-duration=400ms")) {
			Throwable failure = catchThrowable(() -> as("payout", () -> accounts.run("com.example.Payout.run", () -> {
				accounts.add(1, -10);
				// The pool has one connection: that this succeeds means that it has a
				// free place again, while this thread still holds the old connection.
				CompletableFuture.runAsync(() -> await().until(() -> pool(accounts).snapshot().active() == 0)).join();
				assertThat(CompletableFuture.supplyAsync(() -> accounts.balance(1)).join()).isEqualTo(100);
				accounts.add(2, 10);
				return null;
			})));
			assertThatSaysWhy(failure, "payout", "400ms");
			assertThat(accounts.balance(1) + accounts.balance(2)).isEqualTo(200);
			assertThatNothingIsLeft(accounts);
			assertThat(output.getOut().lines().filter((line) -> line.contains("has been open for"))).singleElement()
				.asString()
				.contains("'payout'", "com.example.Payout.run", "idle", getClass().getSimpleName());
			assertThat(output.getOut().lines().filter((line) -> line.contains("is ended after"))).hasSize(1);
		}
	}

	@ParameterizedTest(name = "{index}")
	@MethodSource("servers")
	void cancelsTheStatementUnderWay(TestDatabase database) throws SQLException {
		try (Accounts accounts = start(database, "db.transaction.max-duration=400ms", "db.transaction.end-grace=20s");
				Connection other = database.connect();
				Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("UPDATE accounts SET balance = 0 WHERE id = 2");
			Throwable failure = catchThrowable(() -> accounts.run("Transfer.run", () -> {
				accounts.add(1, -10);
				accounts.add(2, 10);
				return null;
			}));
			assertThatSaysWhy(failure, "Transfer.run", "400ms");
			other.rollback();
			assertThat(accounts.balance(1)).isEqualTo(100);
			assertThatNothingIsLeft(accounts);
		}
	}

	@Test
	void cutsTheConnectionOfAStatementThatResists() {
		try (Accounts accounts = start(postgres, "db.transaction.max-duration=400ms",
				"db.transaction.end-grace=200ms")) {
			Throwable failure = catchThrowable(() -> accounts.run("Report.run", () -> {
				accounts.application()
					.jdbc()
					.execute("DO 'BEGIN PERFORM pg_sleep(20); "
							+ "EXCEPTION WHEN query_canceled THEN PERFORM pg_sleep(2); END'");
				return null;
			}));
			assertThatSaysWhy(failure, "Report.run", "400ms");
			assertThat(failure).hasRootCauseInstanceOf(IOException.class);
			assertThatNothingIsLeft(accounts);
		}
	}

	/**
	 * Transactions of all lengths around the limit, idle and working, on a pool that is
	 * too small for them. One that was ended left nothing behind and did take as long as
	 * the limit; one that was not ended is there. Whatever arrives late at a connection
	 * would show up as an error in a transaction that is too short for it.
	 */
	@ParameterizedTest(name = "{index}")
	@MethodSource("servers")
	void neverHitsAnInnocentTransaction(TestDatabase database) {
		try (Accounts accounts = start(database, "db.pool.size=4", "db.transaction.max-duration=150ms",
				"db.transaction.end-grace=20ms")) {
			accounts.application().jdbc().execute("DROP TABLE IF EXISTS stress");
			accounts.application().jdbc().execute("CREATE TABLE stress (id INT PRIMARY KEY)");
			LimitStress stress = new LimitStress(accounts, Duration.ofMillis(150), database == postgres);
			stress.run(8, Duration.ofSeconds(4));
			assertThat(stress.offences()).isEmpty();
			assertThat(stress.ended()).isGreaterThan(5);
			assertThat(stress.committed()).isGreaterThan(50);
			assertThat(accounts.application().jdbc().queryForList("SELECT id FROM stress", Integer.class))
				.containsExactlyInAnyOrderElementsOf(stress.committedIds());
			assertThat(accounts.bean(TransactionStatistics.class).snapshot("dataSource").active()).isZero();
			assertThat(accounts.application().snapshot().active()).isZero();
		}
	}

	@Test
	void refusesToCommitAfterAnErrorThatWasSwallowed() {
		try (Accounts accounts = start(mariadb, "db.transaction.max-duration=400ms", "db.transaction.end-grace=20s")) {
			Throwable failure = catchThrowable(() -> accounts.run("Import.run", () -> {
				accounts.add(1, -10);
				// MariaDB lets a sleep that is cancelled succeed.
				return accounts.application().number("SELECT SLEEP(20)");
			}));
			assertThatSaysWhy(failure, "Import.run", "400ms");
			assertThat(accounts.balance(1)).isEqualTo(100);
			assertThatNothingIsLeft(accounts);
		}
	}

	@Test
	void leavesACommitAlone(CapturedOutput output) {
		try (Accounts accounts = start(postgres, "db.transaction.max-duration=300ms", "db.transaction.end-grace=0")) {
			accounts.application()
				.jdbc()
				.execute("CREATE OR REPLACE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS "
						+ "'BEGIN PERFORM pg_sleep(1); RETURN NULL; END'");
			accounts.application()
				.jdbc()
				.execute("CREATE CONSTRAINT TRIGGER slow AFTER UPDATE ON accounts DEFERRABLE INITIALLY DEFERRED "
						+ "FOR EACH ROW EXECUTE FUNCTION slow()");
			accounts.run("Slow.run", () -> {
				accounts.add(1, -10);
				return null;
			});
			assertThat(accounts.balance(1)).isEqualTo(90);
			assertThat(output).contains("is being committed");
			assertThat(accounts.bean(TransactionWatchdog.class).ended("dataSource")).isZero();
		}
	}

	@Test
	void leavesMigrationsAlone() throws SQLException {
		try (Accounts accounts = start(postgres, "db.transaction.max-duration=100ms", "db.pool.max-overflow=1");
				Connection migration = new MigrationDataSource(accounts.bean(DataSource.class)).getConnection();
				Statement statement = migration.createStatement()) {
			migration.setAutoCommit(false);
			statement.execute("UPDATE accounts SET balance = 7 WHERE id = 1");
			Throwable failure = catchThrowable(() -> accounts.run("Ordinary.run", () -> {
				accounts.add(2, 1);
				return accounts.application().number("SELECT 1 FROM pg_sleep(20)");
			}));
			assertThatSaysWhy(failure, "Ordinary.run", "100ms");
			migration.commit();
			assertThat(accounts.balance(1)).isEqualTo(7);
		}
	}

	@Test
	void letsGoOfAnEndedTransactionByRollingBack() {
		try (Accounts accounts = start(postgres, "db.transaction.max-duration=200ms")) {
			Throwable failure = catchThrowable(() -> accounts.run("Doomed.run", () -> {
				accounts.add(1, -10);
				await().until(() -> pool(accounts).snapshot().active() == 0);
				throw new IllegalStateException("the caller's own");
			}));
			assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessage("the caller's own");
			assertThatNothingIsLeft(accounts);
		}
	}

	private static Accounts start(TestDatabase database, String... properties) {
		return Accounts.start(database,
				Stream.concat(Stream.of(ONE_CONNECTION), Stream.of(properties)).toArray(String[]::new));
	}

	private static <T> T as(String operation, Supplier<T> work) {
		Operation before = Operation.enter(new Operation(operation, "com.example.Payout.run"));
		try {
			return work.get();
		}
		finally {
			Operation.enter(before);
		}
	}

	private static ManagedPool pool(Accounts accounts) {
		return accounts.application().pool();
	}

	private static void assertThatSaysWhy(Throwable failure, String operation, String limit) {
		assertThat(failure).isInstanceOfAny(DataAccessException.class,
				org.springframework.transaction.TransactionException.class);
		Throwable cause = failure;
		while (!(cause instanceof TransactionEndedException) && cause.getCause() != null) {
			cause = cause.getCause();
		}
		assertThat(cause).isInstanceOf(TransactionEndedException.class)
			.hasMessageContaining("'" + operation + "'")
			.hasMessageContaining("db.transaction.max-duration=" + limit);
		assertThat(FailureClassifier.classify(failure, null).kind()).isEqualTo(FailureKind.TRANSACTION_TIMEOUT);
	}

	private static void assertThatNothingIsLeft(Accounts accounts) {
		assertThat(accounts.bean(TransactionWatchdog.class).ended("dataSource")).isEqualTo(1);
		assertThat(accounts.bean(TransactionWatchdog.class).longTransactions()).isEmpty();
		assertThat(accounts.bean(TransactionStatistics.class).snapshot("dataSource").active()).isZero();
		assertThat(accounts.application().snapshot().active()).isZero();
		accounts.run("Next.run", () -> {
			accounts.add(2, 0);
			return null;
		});
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
	}

}
