package dev.mainstay.autoconfigure.admission;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import dev.mainstay.admission.Gate;
import dev.mainstay.admission.Gates;
import dev.mainstay.admission.PoolOverloadedException;
import dev.mainstay.admission.Refusal;
import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.operation.WorkKind;
import dev.mainstay.operation.WorkScope;
import dev.mainstay.pool.ConnectionEvent;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.TcpProxy;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests for applications whose callers wait in front of the pool.
 */
class GateIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private @Nullable JdbcApplication application;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void stop() throws InterruptedException {
		this.threads.shutdownNow();
		assertThat(this.threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		if (this.application != null) {
			assertThat(gate().snapshot().inUse()).isZero();
			assertThat(gate().waiting()).isZero();
			this.application.close();
		}
	}

	@Test
	void aBatchOfManyThreadsIsNotRefused() throws Exception {
		start(10);
		application().number("SELECT 1");
		// Whoever comes before that waits for a connection to be opened.
		Awaitility.await().until(() -> hikari().getIdleConnections() == 10);
		AtomicInteger waitingInPool = new AtomicInteger();
		List<Future<Integer>> results = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			results.add(this.threads.submit(() -> {
				int sum = 0;
				for (int k = 0; k < 10; k++) {
					sum += application().number("SELECT 1 FROM pg_sleep(0.002)");
					waitingInPool.accumulateAndGet(hikari().getThreadsAwaitingConnection(), Math::max);
				}
				return sum;
			}));
		}
		for (Future<Integer> result : results) {
			assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(10);
		}
		// Those count who look for a connection that is there.
		assertThat(waitingInPool).hasValueLessThanOrEqualTo(10);
		assertThat(gate().waits().count()).isPositive();
		for (Refusal reason : Refusal.values()) {
			assertThat(gate().refusals(reason)).isZero();
		}
	}

	@Test
	void requestsAreRefusedWhileTheQueueStands() throws Exception {
		start(2, "db.admission.interval=100ms", "db.admission.target=20ms");
		AtomicBoolean over = new AtomicBoolean();
		List<Future<Integer>> results = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			results.add(this.threads.submit(() -> asRequest(() -> {
				int served = 0;
				while (!over.get()) {
					try {
						served += application().number("SELECT 1 FROM pg_sleep(0.005)");
					}
					catch (DataAccessException ex) {
						assertThat(ex).isInstanceOf(CannotGetJdbcConnectionException.class)
							.hasCauseInstanceOf(PoolOverloadedException.class);
					}
				}
				return served;
			})));
		}
		Awaitility.await().until(() -> gate().refusals(Refusal.OVERLOAD) > 100);
		over.set(true);
		int served = 0;
		for (Future<Integer> result : results) {
			served += result.get(30, TimeUnit.SECONDS);
		}
		assertThat(served).isPositive();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void secondConnectionsOfAllHolders(int reserve) throws Exception {
		start(4, "db.admission.nested-reserve=" + reserve, "spring.datasource.hikari.connection-timeout=30000");
		CountDownLatch outer = new CountDownLatch(4 - reserve);
		List<Future<Integer>> results = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			results.add(this.threads.submit(() -> inTransaction(() -> {
				application().number("SELECT 1");
				outer.countDown();
				assertThat(outer.await(20, TimeUnit.SECONDS)).isTrue();
				return inTransaction(() -> application().number("SELECT 2"));
			})));
		}
		int done = 0;
		List<Throwable> errors = new ArrayList<>();
		for (Future<Integer> result : results) {
			try {
				done += result.get(20, TimeUnit.SECONDS) / 2;
			}
			catch (ExecutionException ex) {
				errors.add(ex.getCause());
			}
		}
		if (reserve > 0) {
			assertThat(errors).isEmpty();
			assertThat(done).isEqualTo(4);
		}
		else {
			assertThat(done).isEqualTo(3);
			assertThat(errors).singleElement()
				.isInstanceOf(CannotCreateTransactionException.class)
				.extracting(Throwable::getCause)
				.isInstanceOfSatisfying(PoolOverloadedException.class,
						(error) -> assertThat(error.reason()).isEqualTo(Refusal.POOL_LOCK));
			assertThat(gate().refusals(Refusal.POOL_LOCK)).isEqualTo(1);
		}
	}

	@Test
	void aPermitComesBackOnceHoweverAConnectionEnds() throws Exception {
		start(2);
		HikariDataSource dataSource = application().context().getBean(HikariDataSource.class);
		Connection closedTwice = dataSource.getConnection();
		closedTwice.close();
		closedTwice.close();
		Connection aborted = dataSource.getConnection();
		aborted.abort(Runnable::run);
		assertThat(catchThrowable(aborted::close)).isInstanceOf(SQLException.class);
		Connection evicted = dataSource.getConnection();
		dataSource.evictConnection(evicted);
		assertThat(gate().snapshot().inUse()).isZero();
		evicted.close();
		Connection killed = dataSource.getConnection();
		kill(killed);
		assertThat(catchThrowable(() -> query(killed))).isInstanceOf(SQLException.class);
		killed.close();
		Connection severed = dataSource.getConnection();
		severed.unwrap(AdvisedConnection.class).end("enough");
		severed.unwrap(AdvisedConnection.class).sever();
		assertThat(gate().snapshot().inUse()).isZero();
		application().pool().lentConnections().forEach((connection) -> fail("Still counted as lent"));
		severed.close();
		assertThat(gate().snapshot().inUse()).isZero();

		try (Connection one = dataSource.getConnection(); Connection two = dataSource.getConnection()) {
			query(one);
			query(two);
			assertThat(gate().snapshot().inUse()).isEqualTo(2);
		}
	}

	@Test
	void aPermitComesBackWhereNoConnectionCanBeHad() {
		try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared())) {
			start(2, "spring.datasource.url=" + proxy.through(database.url()),
					"spring.datasource.hikari.connection-timeout=300");
			application().number("SELECT 1");
			proxy.refuse();
			proxy.cut();
			HikariDataSource dataSource = application().context().getBean(HikariDataSource.class);
			hikari().softEvictConnections();
			Awaitility.await().until(() -> hikari().getTotalConnections() == 0);

			assertThatExceptionOfType(SQLException.class).isThrownBy(dataSource::getConnection)
				.isNotInstanceOf(PoolOverloadedException.class);
			assertThat(gate().snapshot().inUse()).isZero();
		}
	}

	@Test
	void followsThePoolThatIsResized() throws Exception {
		start(1);
		HikariDataSource dataSource = application().context().getBean(HikariDataSource.class);
		try (Connection one = dataSource.getConnection()) {
			query(one);
			Future<Integer> second = this.threads.submit(() -> application().number("SELECT 2"));
			Awaitility.await().until(() -> gate().waiting() == 1);
			assertThat(application().snapshot().waiting()).isEqualTo(1);

			dataSource.getHikariConfigMXBean().setMaximumPoolSize(2);

			assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(2);
		}
		assertThat(gate().snapshot().permits()).isEqualTo(2);
	}

	@Test
	void whatThePoolTimesOutWithIsWhatTheCallerGets() throws Exception {
		start(1, "spring.datasource.hikari.connection-timeout=300");
		HikariDataSource dataSource = application().context().getBean(HikariDataSource.class);
		try (Connection one = dataSource.getConnection()) {
			query(one);
			Future<Throwable> error = this.threads.submit(() -> catchThrowable(() -> application().number("SELECT 2")));
			assertThat(error.get(20, TimeUnit.SECONDS)).isInstanceOf(CannotGetJdbcConnectionException.class)
				.rootCause()
				.isInstanceOf(PoolOverloadedException.class)
				.hasMessageContaining("Connection is not available, request timed out after");
		}
		assertThat(application().count(ConnectionEvent.ACQUIRE_TIMEOUT)).isEqualTo(1);
		assertThat(application().count(ConnectionEvent.EXHAUSTED)).isEqualTo(1);
	}

	@Test
	void doesNothingIfSwitchedOff() {
		this.application = JdbcApplication.start(Beans.class, properties(2, "db.admission.enabled=false"));
		assertThat(application().context().getBeanProvider(Gates.class).stream()).isEmpty();
		assertThat(application().number("SELECT 1")).isEqualTo(1);
		application().close();
		this.application = null;
	}

	private static <T> T asRequest(Callable<T> work) throws Exception {
		WorkScope scope = WorkScope.open(WorkKind.REQUEST, () -> null);
		try {
			return work.call();
		}
		finally {
			scope.close();
		}
	}

	private <T> T inTransaction(Callable<T> work) {
		TransactionTemplate template = new TransactionTemplate(
				application().context().getBean(PlatformTransactionManager.class));
		template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		return template.execute((status) -> {
			try {
				return work.call();
			}
			catch (RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	private static void kill(Connection connection) throws SQLException {
		int pid = query(connection);
		try (Connection admin = database.admin(); Statement statement = admin.createStatement()) {
			statement.execute("SELECT pg_terminate_backend(" + pid + ", 5000)");
		}
	}

	private static int query(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				var result = statement.executeQuery("SELECT pg_backend_pid()")) {
			result.next();
			return result.getInt(1);
		}
	}

	private void start(int size, String... more) {
		this.application = JdbcApplication.start(Beans.class, properties(size, more));
	}

	private static String[] properties(int size, String... more) {
		List<String> all = new ArrayList<>(List.of(database.springProperties()));
		all.add("db.pool.size=" + size);
		all.add("db.pool.max-overflow=0");
		for (String property : more) {
			all.removeIf((other) -> other.startsWith(property.substring(0, property.indexOf('=') + 1)));
			all.add(property);
		}
		return all.toArray(String[]::new);
	}

	private JdbcApplication application() {
		return Objects.requireNonNull(this.application);
	}

	private Gate gate() {
		return Objects.requireNonNull(application().context().getBean(Gates.class).find("dataSource"));
	}

	private HikariPoolMXBean hikari() {
		return application().context().getBean(HikariDataSource.class).getHikariPoolMXBean();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DatabaseAdmissionAutoConfiguration.class)
	static class Beans {

	}

}
