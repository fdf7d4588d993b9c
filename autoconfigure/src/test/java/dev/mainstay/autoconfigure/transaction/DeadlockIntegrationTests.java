package dev.mainstay.autoconfigure.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.ConcurrencyFailureException;

import dev.mainstay.testsupport.TestDatabase;
import dev.mainstay.transaction.deadlock.Deadlock;
import dev.mainstay.transaction.deadlock.DeadlockLog;
import dev.mainstay.transaction.deadlock.Participant;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeadlockLog} with deadlocks that real databases find.
 */
class DeadlockIntegrationTests {

	// The common pool may have one thread only, and they have to meet.
	private static final Executor THREADS = (task) -> new Thread(task).start();

	@RegisterExtension
	static final TestDatabase postgres = TestDatabase.postgres();

	@RegisterExtension
	static final TestDatabase mariadb = TestDatabase.mariadb();

	@Test
	void saysWhoMetWhomOverWhatOnPostgresql() {
		try (Accounts accounts = Accounts.start(postgres)) {
			deadlock(accounts, "SET LOCAL deadlock_timeout = '100ms'");
			Deadlock deadlock = latest(accounts);
			assertThatKnowsBoth(deadlock);
			assertThat(deadlock.participants())
				.allSatisfy((participant) -> assertThat(participant.lock()).isEqualTo("ShareLock on row"));
			assertThat(log(accounts).advice("dataSource")).first()
				.asString()
				.contains("'Orders.cancel' and 'Orders.pay'", "over accounts", "same order");
			assertThat(log(accounts).summary("dataSource").byOperation()).containsOnlyKeys(deadlock.operation());
		}
	}

	@Test
	void saysWhoMetWhomOverWhatOnMariaDb() {
		try (Accounts accounts = Accounts.start(mariadb)) {
			deadlock(accounts, "SELECT 1");
			Deadlock deadlock = awaitAnswer(accounts);
			assertThatKnowsBoth(deadlock);
			assertThat(deadlock.participants()).extracting(Participant::index).containsOnly("PRIMARY");
			assertThat(deadlock.toString()).doesNotContain("UPDATE").doesNotContain("hex");
		}
	}

	@Test
	void saysThatAPrivilegeIsMissing() throws SQLException {
		try (Connection admin = mariadb.connect(); Statement statement = admin.createStatement()) {
			statement.execute("CREATE USER IF NOT EXISTS 'plain'@'%' IDENTIFIED BY 'plain'");
			statement.execute("GRANT ALL PRIVILEGES ON `" + admin.getCatalog() + "`.* TO 'plain'@'%'");
		}
		try (Accounts accounts = Accounts.start(mariadb, "spring.datasource.username=plain",
				"spring.datasource.password=plain")) {
			deadlock(accounts, "SELECT 1");
			Deadlock deadlock = awaitAnswer(accounts);
			assertThat(deadlock.note()).contains("GRANT PROCESS");
			assertThat(deadlock.participants()).isEmpty();
			assertThat(deadlock.operation()).startsWith("Orders.");
			assertThat(log(accounts).advice("dataSource")).singleElement().asString().contains("GRANT PROCESS");
		}
		finally {
			try (Connection admin = mariadb.connect(); Statement statement = admin.createStatement()) {
				statement.execute("DROP USER 'plain'@'%'");
			}
		}
	}

	@Test
	void namesTablesThatTheServerNamesByNumber() {
		try (Accounts accounts = Accounts.start(postgres)) {
			accounts.application().jdbc().execute("DROP TABLE IF EXISTS journal");
			accounts.application().jdbc().execute("CREATE TABLE journal (id INT)");
			CyclicBarrier bothHoldOne = new CyclicBarrier(2);
			List<Boolean> failed = both(accounts, (first) -> {
				accounts.application().jdbc().execute("SET LOCAL deadlock_timeout = '100ms'");
				accounts.application().jdbc().execute("LOCK TABLE " + (first ? "accounts" : "journal"));
				meet(bothHoldOne);
				accounts.application().jdbc().execute("LOCK TABLE " + (first ? "journal" : "accounts"));
			});
			assertThat(failed).containsExactlyInAnyOrder(true, false);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> latest(accounts).tables().equals(List.of("accounts", "journal")));
		}
	}

	@Test
	void countsSerializationConflictsByOperation() {
		try (Accounts accounts = Accounts.start(postgres)) {
			CyclicBarrier bothHaveRead = new CyclicBarrier(2);
			List<Boolean> failed = both(accounts, (first) -> {
				accounts.application().jdbc().execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
				accounts.application().number("SELECT sum(balance) FROM accounts");
				meet(bothHaveRead);
				accounts.add(first ? 1 : 2, -1);
			});
			assertThat(failed).containsExactlyInAnyOrder(true, false);
			assertThat(log(accounts).conflicts("dataSource")).isEqualTo(1);
			assertThat(log(accounts).deadlocks("dataSource")).isZero();
			assertThat(log(accounts).summary("dataSource").conflictsByOperation()).hasSize(1);
		}
	}

	private static void deadlock(Accounts accounts, String setUp) {
		CyclicBarrier bothHoldOne = new CyclicBarrier(2);
		List<Boolean> failed = both(accounts, (first) -> {
			accounts.application().jdbc().execute(setUp);
			accounts.add(first ? 1 : 2, 1);
			meet(bothHoldOne);
			accounts.add(first ? 2 : 1, 1);
		});
		assertThat(failed).containsExactlyInAnyOrder(true, false);
	}

	// Runs both sides and says which of them failed because of the other one.
	private static List<Boolean> both(Accounts accounts, Side side) {
		CompletableFuture<Boolean> first = CompletableFuture
			.supplyAsync(() -> fails(accounts, "com.example.Orders.pay", side, true), THREADS);
		CompletableFuture<Boolean> second = CompletableFuture
			.supplyAsync(() -> fails(accounts, "com.example.Orders.cancel", side, false), THREADS);
		return List.of(first.join(), second.join());
	}

	private static boolean fails(Accounts accounts, String operation, Side side, boolean first) {
		try {
			accounts.run(operation, () -> {
				side.run(first);
				return true;
			});
			return false;
		}
		catch (ConcurrencyFailureException ex) {
			return true;
		}
	}

	private static void meet(CyclicBarrier barrier) {
		try {
			barrier.await(20, TimeUnit.SECONDS);
		}
		catch (BrokenBarrierException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static void assertThatKnowsBoth(Deadlock deadlock) {
		assertThat(deadlock.note()).isNull();
		assertThat(deadlock.operations()).containsExactly("Orders.cancel", "Orders.pay");
		assertThat(deadlock.tables()).containsExactly("accounts");
		assertThat(deadlock.participants()).hasSize(2);
		assertThat(deadlock.participants().stream().filter(Participant::victim)).singleElement()
			.extracting(Participant::operation)
			.isEqualTo(deadlock.operation());
	}

	private static Deadlock awaitAnswer(Accounts accounts) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
			Deadlock deadlock = latest(accounts);
			return !deadlock.participants().isEmpty() || String.valueOf(deadlock.note()).contains("not known");
		});
		return latest(accounts);
	}

	private static Deadlock latest(Accounts accounts) {
		return log(accounts).latest("dataSource").get(0);
	}

	private static DeadlockLog log(Accounts accounts) {
		return accounts.bean(DeadlockLog.class);
	}

	/**
	 * What one of two transactions does.
	 */
	@FunctionalInterface
	private interface Side {

		void run(boolean first);

	}

}
