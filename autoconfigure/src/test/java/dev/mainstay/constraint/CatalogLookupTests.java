package dev.mainstay.constraint;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link CatalogLookup}.
 */
class CatalogLookupTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	private final OneDatabase connections = new OneDatabase(database, DatabaseProduct.H2);

	private final CatalogLookup lookup = new CatalogLookup(this.connections, this.connections.nanoTime::get);

	private final Finding known = Finding.parsed(ViolationKind.CHECK).withConstraint("AGE_POSITIVE");

	private final Finding unknown = Finding.parsed(ViolationKind.CHECK).withConstraint("NOBODY");

	@BeforeAll
	static void createTable() throws SQLException {
		AbstractViolationTests.create(database,
				"create table customer (age int, constraint age_positive check (age > 0))");
	}

	@Test
	void remembersWhatTheCatalogSaid() {
		assertThat(complete(this.known).table()).isEqualTo("CUSTOMER");
		pass(Duration.ofMinutes(9));
		assertThat(complete(this.known).table()).isEqualTo("CUSTOMER");
		assertThat(this.connections.opened).hasValue(1);
		pass(Duration.ofMinutes(2));
		complete(this.known);
		assertThat(this.connections.opened).hasValue(2);
	}

	@Test
	void remembersBrieflyThatTheCatalogKnowsNothing() {
		assertThat(complete(this.unknown)).isEqualTo(this.unknown);
		complete(this.unknown);
		assertThat(this.connections.opened).hasValue(1);
		pass(Duration.ofSeconds(31));
		complete(this.unknown);
		assertThat(this.connections.opened).hasValue(2);
	}

	@Test
	void leavesADatabaseAloneThatDoesNotAnswer() {
		this.connections.down = true;
		assertThat(complete(this.known)).isEqualTo(this.known);
		complete(this.known);
		complete(this.unknown);
		assertThat(this.connections.opened).hasValue(1);
		this.connections.down = false;
		pass(Duration.ofSeconds(11));
		assertThat(complete(this.known).table()).isEqualTo("CUSTOMER");
	}

	@Test
	void asksOnceForCallersAtTheSameTime() throws Exception {
		this.connections.gate = new CountDownLatch(1);
		List<Thread> callers = new CopyOnWriteArrayList<>();
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Future<Finding>> answers = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				answers.add(threads.submit(() -> {
					callers.add(Thread.currentThread());
					return complete(this.known);
				}));
			}
			await().until(() -> callers.size() == 8 && callers.stream().allMatch(CatalogLookupTests::isWaiting));
			this.connections.gate.countDown();
			for (Future<Finding> answer : answers) {
				answer.get();
			}
			assertThat(this.connections.opened).hasValue(1);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static boolean isWaiting(Thread thread) {
		return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
	}

	private Finding complete(Finding finding) {
		return this.lookup.complete("dataSource", finding, null);
	}

	private void pass(Duration time) {
		this.connections.nanoTime.addAndGet(time.toNanos());
	}

}
