package dev.mainstay.autoconfigure.cache;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.read.Load;
import dev.mainstay.cache.read.ReadOptions;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.TransactionHook;
import dev.mainstay.datasource.TransactionState;
import dev.mainstay.testsupport.Loss;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.TcpProxy;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what the query cache guarantees: once a commit is visible, nobody is given
 * what was there before.
 */
class CacheGuaranteesIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private static final AtomicInteger numbers = new AtomicInteger();

	private static TcpProxy proxy;

	private static JdbcApplication application;

	private static final ExecutorService others = Executors.newCachedThreadPool();

	private final int id = numbers.incrementAndGet();

	// What may still be changed by a lost commit is not given from the cache for a while.
	private String table = "reg";

	private final AtomicInteger loads = new AtomicInteger();

	@BeforeAll
	static void start() throws SQLException {
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE reg (id int PRIMARY KEY, version int NOT NULL)");
			statement.execute("CREATE TABLE doubtful (id int PRIMARY KEY, version int NOT NULL)");
			statement.execute("CREATE VIEW reg_view AS SELECT id, version FROM reg");
			statement.execute("CREATE TABLE child (id int PRIMARY KEY, reg int"
					+ " REFERENCES reg ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED)");
			statement.execute("CREATE TABLE touched (id int)");
			statement.execute("CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS"
					+ " 'BEGIN UPDATE reg SET version = version + 1 WHERE id = NEW.id; RETURN NEW; END'");
			statement.execute("CREATE TRIGGER touch AFTER INSERT ON touched FOR EACH ROW EXECUTE FUNCTION touch()");
		}
		proxy = TcpProxy.to(PostgresServer.shared());
		application = JdbcApplication.start(Beans.class, "spring.datasource.url=" + proxy.through(database.url()),
				"spring.datasource.username=" + database.username(),
				"spring.datasource.password=" + database.password(), "db.cache.side-effects.touched=reg");
	}

	@AfterAll
	static void stop() {
		others.shutdownNow();
		application.close();
		proxy.close();
	}

	@BeforeEach
	void insertRow() {
		jdbc().update("INSERT INTO reg VALUES (?, 0)", this.id);
		jdbc().update("INSERT INTO doubtful VALUES (?, 0)", this.id);
		// Kept when the catalog is known.
		assertThat(cached()).isZero();
		assertThat(cached()).isZero();
		assertThat(cached()).isZero();
		assertThat(this.loads).hasValueLessThan(3);
		this.loads.set(0);
	}

	@AfterEach
	void removeStops() {
		Stops stops = application.context().getBean(Stops.class);
		stops.beforeRaising.set(null);
		stops.beforeCommit.set(null);
	}

	@Test
	void c1KeepsNothingThatWasReadBeforeACommitOfAnother() {
		jdbc().update("UPDATE reg SET version = 1 WHERE id = ?", this.id);

		int given = number(this.table + this.id, () -> {
			int old = query();
			elsewhere(this::increment);
			return old;
		});

		assertThat(given).isEqualTo(1);
		assertThat(cached()).isEqualTo(2);
		assertThat(elsewhere(this::cached)).isEqualTo(2);
	}

	@Test
	void c1KeepsNothingThatWasReadBeforeACommitWithinTheLoad() {
		increment();

		number(this.table + this.id, () -> {
			elsewhere(this::increment);
			return query();
		});

		assertThat(cached()).isEqualTo(query());
	}

	@Test
	void c1GivesNothingOldToWhoeverComesBetweenCommitAndItsReturn() {
		beforeRaising(() -> {
			assertThat(elsewhere(this::query)).isEqualTo(1);
			assertThat(elsewhere(this::cached)).isEqualTo(1);
		});

		inTransaction(this::increment);

		assertThat(cached()).isEqualTo(1);
	}

	@Test
	void c1KeepsNothingThatWasReadWhileACommitIsUnderWay() {
		String fresh = "fresh" + this.id;
		beforeCommit(() -> elsewhere(() -> number(fresh, this::query)));

		inTransaction(this::increment);

		assertThat(number(fresh, this::query)).isEqualTo(1);
	}

	@Test
	void c2GivesATransactionWhatItHasWritten() {
		inTransaction(() -> {
			increment();
			assertThat(cached()).isEqualTo(1);
			assertThat(elsewhere(this::cached)).isZero();
		});

		assertThat(cached()).isEqualTo(1);
		assertThat(elsewhere(this::cached)).isEqualTo(1);
	}

	@Test
	void c2GivesWhatWasWrittenOutsideOfTransactions() {
		increment();
		assertThat(cached()).isEqualTo(1);

		jdbc().batchUpdate("UPDATE reg SET version = version + 1 WHERE id = ?",
				List.<Object[]>of(new Object[] { this.id }));
		assertThat(cached()).isEqualTo(2);

		jdbc().batchUpdate("UPDATE reg SET version = 3 WHERE id = " + this.id, "DELETE FROM child WHERE id = -1");
		assertThat(cached()).isEqualTo(3);

		jdbc().queryForObject("UPDATE reg SET version = 4 WHERE id = ? RETURNING version", Integer.class, this.id);
		assertThat(cached()).isEqualTo(4);

		jdbc().queryForObject("WITH changed AS (UPDATE reg SET version = 5 WHERE id = ? RETURNING version)"
				+ " SELECT version FROM changed", Integer.class, this.id);
		assertThat(cached()).isEqualTo(5);

		jdbc().update("INSERT INTO reg VALUES (?, 0) ON CONFLICT (id) DO UPDATE SET version = 6", this.id);
		assertThat(cached()).isEqualTo(6);

		jdbc().execute("DO $$ BEGIN UPDATE reg SET version = 7 WHERE id = " + this.id + "; END $$");
		assertThat(cached()).isEqualTo(7);
	}

	@Test
	void c2GivesWhatTriggersViewsAndCascadesHaveWritten() {
		jdbc().update("INSERT INTO touched VALUES (?)", this.id);
		assertThat(cached()).isEqualTo(1);

		jdbc().update("UPDATE reg_view SET version = 2 WHERE id = ?", this.id);
		assertThat(cached()).isEqualTo(2);

		jdbc().update("INSERT INTO child VALUES (?, ?)", this.id, this.id);
		assertThat(children()).isEqualTo(1);
		jdbc().update("DELETE FROM reg WHERE id = ?", this.id);
		assertThat(children()).isZero();
	}

	@Test
	void c2GivesWhatAnInnerTransactionHasWrittenWhileTheOuterOneIsOpen() {
		inTransaction(() -> {
			query();
			TransactionTemplate inner = template();
			inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
			inner.executeWithoutResult((status) -> {
				increment();
				assertThat(cached()).isEqualTo(1);
			});
			assertThat(cached()).isEqualTo(1);
		});
		assertThat(cached()).isEqualTo(1);
	}

	@Test
	void c2GivesWhatAnUpdatableResultHasWritten() throws Exception {
		try (Connection connection = dataSource().getConnection()) {
			connection.setAutoCommit(false);
			try (Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY,
					ResultSet.CONCUR_UPDATABLE);
					ResultSet result = statement.executeQuery("SELECT id, version FROM reg WHERE id = " + this.id)) {
				result.next();
				result.updateInt("version", 9);
				result.updateRow();
			}
			assertThat(number(this.table + this.id, () -> query(connection))).isEqualTo(9);
			assertThat(elsewhere(this::cached)).isZero();
			connection.commit();
			connection.setAutoCommit(true);
		}
		assertThat(cached()).isEqualTo(9);
	}

	@Test
	void c2GivesWhatWasCopiedOnTheDriversOwnConnection() {
		jdbc().update("DELETE FROM reg WHERE id = ?", this.id);
		assertThat(count()).isZero();

		inTransaction(() -> {
			Connection connection = DataSourceUtils.getConnection(dataSource());
			PGConnection driver = connection.unwrap(PGConnection.class);
			driver.getCopyAPI().copyIn("COPY reg FROM STDIN (FORMAT csv)", new StringReader(this.id + ",5\n"));
			assertThat(count()).isEqualTo(1);
			assertThat(elsewhere(this::count)).isZero();
		});

		assertThat(count()).isEqualTo(1);
	}

	@Test
	void c2GivesWhatACommitSentAsAStatementHasMadeVisible() throws Exception {
		try (Connection connection = dataSource().getConnection(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("UPDATE reg SET version = 1 WHERE id = " + this.id);
			statement.execute("COMMIT");
			assertThat(elsewhere(this::cached)).isEqualTo(1);
			statement.execute("UPDATE reg SET version = 2 WHERE id = " + this.id + "; COMMIT");
			assertThat(elsewhere(this::cached)).isEqualTo(2);
			connection.rollback();
			connection.setAutoCommit(true);
		}
		assertThat(cached()).isEqualTo(2);
	}

	@Test
	void c3KeepsNothingOfATransactionBegunByAStatement() throws Exception {
		try (Connection connection = dataSource().getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("BEGIN");
			statement.execute("UPDATE reg SET version = 1 WHERE id = " + this.id);
			number(this.table + this.id, () -> query(connection));
			assertThat(elsewhere(this::cached)).isZero();
			statement.execute("ROLLBACK");
		}
		assertThat(cached()).isZero();
	}

	@Test
	void c2GivesWhatADefinitionHasChanged() {
		Load<Integer> load = () -> Objects
			.requireNonNull(jdbc().queryForObject("SELECT version FROM changing WHERE id = ?", Integer.class, this.id));
		jdbc().execute("CREATE VIEW changing AS SELECT id, version FROM reg");
		assertThat(number("changing" + this.id, load)).isZero();

		jdbc().execute("CREATE OR REPLACE VIEW changing AS SELECT id, version + 8 AS version FROM reg");

		assertThat(number("changing" + this.id, load)).isEqualTo(8);
	}

	@Test
	void c3KeepsNothingThatWasRolledBack() {
		template().executeWithoutResult((status) -> {
			increment();
			assertThat(cached()).isEqualTo(1);
			assertThat(number("other" + this.id, this::query)).isEqualTo(1);
			status.setRollbackOnly();
		});

		assertThat(cached()).isZero();
		assertThat(number("other" + this.id, this::query)).isZero();
	}

	@Test
	void c3KeepsNothingThatWasRolledBackToASavepoint() throws Exception {
		try (Connection connection = dataSource().getConnection()) {
			connection.setAutoCommit(false);
			Savepoint savepoint = connection.setSavepoint();
			try (Statement statement = connection.createStatement()) {
				statement.execute("UPDATE reg SET version = 1 WHERE id = " + this.id);
			}
			assertThat(number("saved" + this.id, () -> query(connection))).isEqualTo(1);
			connection.rollback(savepoint);
			assertThat(number("saved" + this.id, () -> query(connection))).isZero();
			connection.commit();
			connection.setAutoCommit(true);
		}
		assertThat(number("saved" + this.id, this::query)).isZero();
	}

	@Test
	void c3KeepsNothingOfACommitThatFails() {
		assertThatException().isThrownBy(() -> inTransaction(() -> {
			increment();
			jdbc().update("INSERT INTO child VALUES (?, -1)", this.id);
			assertThat(cached()).isEqualTo(1);
		})).isInstanceOf(DataAccessException.class);

		assertThat(cached()).isZero();
		assertThat(elsewhere(this::cached)).isZero();
	}

	@Test
	void c3KeepsNothingOfACommitThatCannotBeSerialized() {
		AtomicInteger failures = new AtomicInteger();
		TransactionTemplate serializable = template();
		serializable.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
		int partner = numbers.incrementAndGet();
		jdbc().update("INSERT INTO reg VALUES (?, 0)", partner);
		Runnable inner = () -> serializable.executeWithoutResult((status) -> {
			jdbc().queryForList("SELECT version FROM reg WHERE id = ?", this.id);
			jdbc().update("UPDATE reg SET version = 1 WHERE id = ?", partner);
		});
		try {
			serializable.executeWithoutResult((status) -> {
				jdbc().queryForList("SELECT version FROM reg WHERE id = ?", partner);
				increment();
				elsewhere(() -> {
					inner.run();
					return 0;
				});
				assertThat(cached()).isEqualTo(1);
			});
		}
		catch (DataAccessException ex) {
			failures.incrementAndGet();
		}

		assertThat(failures).hasValue(1);
		assertThat(cached()).isZero();
	}

	@Test
	void c4GivesWhatACommitOfUnknownOutcomeHasChanged() {
		this.table = "doubtful";
		cached();
		proxy.loseNextCommit(Loss.ANSWER);
		assertThatException().isThrownBy(() -> inTransaction(this::increment));

		assertThat(cached()).isEqualTo(query()).isEqualTo(1);
	}

	@Test
	void c4GivesNothingOldWhileALostCommitMayStillCome() {
		this.table = "doubtful";
		cached();
		proxy.loseNextCommit(Loss.REQUEST);
		assertThatException().isThrownBy(() -> inTransaction(this::increment));
		cached();

		jdbcOfAnother("UPDATE doubtful SET version = 1 WHERE id = " + this.id);

		assertThat(cached()).isEqualTo(1);
	}

	@Test
	void c5KeepsNothingOfASnapshotThatIsOlderThanACommit() {
		TransactionTemplate snapshot = template();
		snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
		String fresh = "snapshot" + this.id;

		snapshot.executeWithoutResult((status) -> {
			query();
			elsewhere(this::increment);
			assertThat(elsewhere(this::cached)).isEqualTo(1);
			assertThat(cached()).isZero();
			assertThat(number(fresh, this::query)).isZero();
		});

		assertThat(cached()).isEqualTo(1);
		assertThat(number(fresh, this::query)).isEqualTo(1);
	}

	@Test
	void c5GivesASnapshotNothingThatItDoesNotSeeItself() {
		TransactionTemplate snapshot = template();
		snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);

		snapshot.executeWithoutResult((status) -> {
			int before = cached();
			elsewhere(this::increment);
			assertThat(query()).isEqualTo(before);
			assertThat(cached()).isEqualTo(before);
		});
	}

	@Test
	void c5SeesASnapshotThatIsChosenByAStatement() {
		inTransaction(() -> {
			jdbc().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
			query();
			elsewhere(this::increment);
			assertThat(elsewhere(this::cached)).isEqualTo(1);
			assertThat(cached()).isZero();
		});

		assertThat(cached()).isEqualTo(1);
	}

	@Test
	void c7GivesNobodyALoadThatBeganBeforeACommitThatHeSaw() throws Exception {
		increment();
		CountDownLatch read = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> number(this.table + this.id, () -> {
			int old = query();
			read.countDown();
			goOn.await();
			return old;
		}), others);
		read.await();
		increment();
		CompletableFuture<Integer> second = CompletableFuture.supplyAsync(this::cached, others);
		// Whether it waits already does not matter.
		goOn.countDown();

		assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(1);
		assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(2);
	}

	@Test
	void c8GivesNobodyWhatIsOlderThanWhatHeSawInAnotherAnswer() {
		String view = "view" + this.id;
		beforeRaising(() -> elsewhere(() -> {
			int seen = number(view, () -> Objects.requireNonNull(
					jdbc().queryForObject("SELECT version FROM reg_view WHERE id = ?", Integer.class, this.id)));
			assertThat(cached()).isGreaterThanOrEqualTo(seen);
			return 0;
		}));

		inTransaction(this::increment);
		assertThat(cached()).isEqualTo(1);
	}

	@Test
	void c12TreatsEmptyAnswersLikeOthers() {
		int missing = numbers.incrementAndGet();
		Load<List<Integer>> load = () -> jdbc().queryForList("SELECT version FROM reg WHERE id = ?", Integer.class,
				missing);
		assertThat(read("missing" + this.id, load)).isEmpty();
		assertThat(read("missing" + this.id, load)).isEmpty();

		template().executeWithoutResult((status) -> {
			jdbc().update("INSERT INTO reg VALUES (?, 3)", missing);
			assertThat(read("missing" + this.id, load)).containsExactly(3);
			status.setRollbackOnly();
		});
		assertThat(read("missing" + this.id, load)).isEmpty();

		jdbc().update("INSERT INTO reg VALUES (?, 4)", missing);
		assertThat(read("missing" + this.id, load)).containsExactly(4);
	}

	@Test
	void c14GivesEveryoneACopyOfHisOwn() {
		Load<List<Integer>> load = () -> {
			this.loads.incrementAndGet();
			return new ArrayList<>(jdbc().queryForList("SELECT version FROM reg WHERE id = ?", Integer.class, this.id));
		};
		read("copy" + this.id, load).add(1);
		read("copy" + this.id, load).add(2);

		assertThat(read("copy" + this.id, load)).containsExactly(0);
		assertThat(this.loads).hasValue(1);
	}

	private int cached() {
		return number(this.table + this.id, this::query);
	}

	private int count() {
		return number("count" + this.id, () -> Objects
			.requireNonNull(jdbc().queryForObject("SELECT count(*) FROM reg WHERE id = ?", Integer.class, this.id)));
	}

	private int children() {
		return number("children" + this.id, () -> Objects
			.requireNonNull(jdbc().queryForObject("SELECT count(*) FROM child WHERE id = ?", Integer.class, this.id)));
	}

	private int query() {
		this.loads.incrementAndGet();
		return Objects.requireNonNull(
				jdbc().queryForObject("SELECT version FROM " + this.table + " WHERE id = ?", Integer.class, this.id));
	}

	private int query(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("SELECT version FROM reg WHERE id = ?")) {
			statement.setInt(1, this.id);
			try (ResultSet result = statement.executeQuery()) {
				result.next();
				return result.getInt(1);
			}
		}
	}

	private int increment() {
		return jdbc().update("UPDATE " + this.table + " SET version = version + 1 WHERE id = ?", this.id);
	}

	private static int number(String key, Load<Integer> load) {
		return read(key, load);
	}

	private static <T> T read(String key, Load<T> load) {
		CachedReads reads = application.context().getBean(CachedReads.class);
		QueryStore store = application.context().getBean(QueryStore.class);
		try {
			return Objects.requireNonNull(reads.read(key, store.shape("test"), ReadOptions.DEFAULTS, load));
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static int elsewhere(Callable<Integer> work) {
		try {
			return others.submit(work).get(20, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void jdbcOfAnother(String sql) {
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static JdbcTemplate jdbc() {
		return application.jdbc();
	}

	private static DataSource dataSource() {
		return application.context().getBean(DataSource.class);
	}

	private static TransactionTemplate template() {
		return new TransactionTemplate(application.context().getBean(PlatformTransactionManager.class));
	}

	private static void inTransaction(Work work) {
		template().executeWithoutResult((status) -> {
			try {
				work.run();
			}
			catch (RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	private static void beforeRaising(Runnable step) {
		application.context().getBean(Stops.class).beforeRaising.set(step);
	}

	private static void beforeCommit(Runnable step) {
		application.context().getBean(Stops.class).beforeCommit.set(step);
	}

	/**
	 * What is done in a transaction.
	 */
	@FunctionalInterface
	private interface Work {

		void run() throws Exception;

	}

	/**
	 * Does something once, before the cache hears of what happens to a transaction.
	 */
	@Order(Ordered.HIGHEST_PRECEDENCE)
	static class Stops implements TransactionHook {

		private final AtomicReference<@Nullable Runnable> beforeCommit = new AtomicReference<>();

		private final AtomicReference<@Nullable Runnable> beforeRaising = new AtomicReference<>();

		@Override
		public void committing(AdvisedConnection connection) {
			run(this.beforeCommit);
		}

		@Override
		public void ended(AdvisedConnection connection, TransactionState outcome) {
			run(this.beforeRaising);
		}

		private static void run(AtomicReference<@Nullable Runnable> step) {
			Runnable once = step.getAndSet(null);
			if (once != null) {
				once.run();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DatabaseCacheAutoConfiguration.class)
	static class Beans {

		@Bean
		Stops stops() {
			return new Stops();
		}

	}

}
