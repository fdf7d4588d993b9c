package dev.mainstay.autoconfigure.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.mainstay.testsupport.TestDatabase;
import dev.mainstay.transaction.metrics.TransactionMeter;
import dev.mainstay.transaction.statistics.OperationSnapshot;
import dev.mainstay.transaction.statistics.TransactionSnapshot;
import dev.mainstay.transaction.statistics.TransactionStatistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link TransactionStatistics} with real databases.
 */
class TransactionStatisticsIntegrationTests {

	@RegisterExtension
	static final TestDatabase postgres = TestDatabase.postgres();

	@RegisterExtension
	static final TestDatabase h2 = TestDatabase.h2();

	static Stream<TestDatabase> databases() {
		return Stream.of(postgres, h2);
	}

	@ParameterizedTest(name = "{index}")
	@MethodSource("databases")
	void countsWhatBecameOfEachTransaction(TestDatabase database) throws SQLException {
		try (Accounts accounts = Accounts.start(database)) {
			for (int i = 0; i < 3; i++) {
				transfer(accounts, "com.example.Transfer.run");
			}
			assertThatIllegalStateException().isThrownBy(() -> accounts.run("com.example.Broken.run", () -> {
				accounts.add(1, 1);
				throw new IllegalStateException();
			}));
			try (Connection connection = accounts.bean(DataSource.class).getConnection();
					Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				statement.execute("UPDATE accounts SET balance = 5");
			}
			// Nothing is sent in this one, and nothing is begun outside of one.
			accounts.run("Empty.run", () -> 1);
			accounts.balance(1);
			TransactionSnapshot snapshot = snapshot(accounts);
			assertThat(snapshot.commits()).isEqualTo(3);
			assertThat(snapshot.rollbacks()).isEqualTo(2);
			assertThat(snapshot.unknown()).isZero();
			assertThat(snapshot.active()).isZero();
			assertThat(snapshot.operations()).extracting(OperationSnapshot::operation)
				.containsExactlyInAnyOrder("Transfer.run", "Broken.run", "unnamed");
			assertThat(snapshot.average()).isPositive();
		}
	}

	@Test
	void knowsTheTransactionsThatAreOpen() {
		try (Accounts accounts = Accounts.start(postgres)) {
			CountDownLatch begun = new CountDownLatch(3);
			CountDownLatch end = new CountDownLatch(1);
			CompletableFuture<?>[] all = Stream.of("A.run", "B.run", "C.run")
				.map((name) -> CompletableFuture.runAsync(() -> accounts.run(name, () -> {
					accounts.application().number("SELECT 1");
					begun.countDown();
					await(end);
					return 1;
				}), (task) -> new Thread(task).start()))
				.toArray(CompletableFuture<?>[]::new);
			await(begun);
			assertThat(snapshot(accounts).active()).isEqualTo(3);
			assertThat(accounts.bean(MeterRegistry.class)
				.get(TransactionMeter.ACTIVE.meterName())
				.tag("pool", "dataSource")
				.gauge()
				.value()).isEqualTo(3);
			end.countDown();
			CompletableFuture.allOf(all).join();
			assertThat(snapshot(accounts).active()).isZero();
		}
	}

	@Test
	void publishesMeters() {
		try (Accounts accounts = Accounts.start(postgres)) {
			transfer(accounts, "Transfer.run");
			MeterRegistry registry = accounts.bean(MeterRegistry.class);
			assertThat(registry.get(TransactionMeter.TRANSACTIONS.meterName())
				.tags("pool", "dataSource", "outcome", "committed")
				.functionCounter()
				.count()).isEqualTo(1);
			FunctionTimer duration = registry.get(TransactionMeter.DURATION.meterName()).functionTimer();
			assertThat(duration.count()).isEqualTo(1);
			assertThat(duration.totalTime(duration.baseTimeUnit())).isPositive();
			for (TransactionMeter meter : TransactionMeter.values()) {
				assertThat(registry.find(meter.meterName()).meters()).as(meter.meterName()).isNotEmpty();
			}
		}
	}

	@Test
	void isSwitchedOffByProperty() {
		try (Accounts accounts = Accounts.start(postgres, "db.transaction.enabled=false")) {
			transfer(accounts, "Transfer.run");
			assertThat(accounts.application().context().getBeansOfType(TransactionStatistics.class)).isEmpty();
			assertThat(accounts.bean(MeterRegistry.class).find(TransactionMeter.ACTIVE.meterName()).meters()).isEmpty();
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.doesNotContain("db-transaction-watchdog");
		}
	}

	private static void transfer(Accounts accounts, String operation) {
		accounts.run(operation, () -> {
			accounts.add(1, -10);
			accounts.add(2, 10);
			return null;
		});
	}

	private static TransactionSnapshot snapshot(Accounts accounts) {
		return accounts.bean(TransactionStatistics.class).snapshot("dataSource");
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
