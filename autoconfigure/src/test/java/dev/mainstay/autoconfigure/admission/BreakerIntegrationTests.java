package dev.mainstay.autoconfigure.admission;

import java.net.ConnectException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;

import dev.mainstay.admission.CircuitOpenException;
import dev.mainstay.admission.breaker.Breaker;
import dev.mainstay.admission.breaker.BreakerSnapshot;
import dev.mainstay.admission.breaker.BreakerState;
import dev.mainstay.admission.breaker.Breakers;
import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.datasource.ConnectionDecorator;
import dev.mainstay.datasource.ConnectionSource;
import dev.mainstay.pool.ConnectionEvent;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.TcpProxy;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for circuit breakers in front of pools whose database goes away.
 */
@ExtendWith(OutputCaptureExtension.class)
class BreakerIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	@Test
	void opensWhenTheServerIsKilledUnderLoadAndClosesWhenItIsBack(CapturedOutput output) {
		try (PostgresServer server = PostgresServer.startNew();
				JdbcApplication application = start(WithGate.class, server.jdbcUrl("postgres"), server);
				Load load = new Load(application, 20)) {
			await(20).until(() -> load.done() > 1000);
			server.kill();
			await(2).until(() -> state(application) == BreakerState.OPEN);

			AtomicLong passed = application.context().getBean(Passed.class).count;
			await(5).until(load::isRefusedToAll);
			long before = passed.get();
			long refusals = snapshot(application).refusals();
			for (int i = 0; i < 1000; i++) {
				assertThatExceptionOfType(CannotGetJdbcConnectionException.class).isThrownBy(application::pid)
					.withCauseInstanceOf(CircuitOpenException.class);
			}
			assertThat(passed).hasValue(before);
			assertThat(snapshot(application).refusals()).isGreaterThanOrEqualTo(refusals + 1000);
			assertThatExceptionOfType(CannotCreateTransactionException.class)
				.isThrownBy(() -> application.inTransaction(false, application::pid))
				.havingCause()
				.isInstanceOfSatisfying(CircuitOpenException.class, (error) -> {
					assertThat(error.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(5));
					assertThat(error.getCause()).isInstanceOf(SQLException.class).hasMessageContaining("refused");
				});
			assertThat(gauge(application, "open") + gauge(application, "half-open")).isOne();
			assertThat(gauge(application, "closed")).isZero();

			server.start();
			await(8).until(() -> state(application) == BreakerState.CLOSED);
			long done = load.done();
			await(10).until(() -> load.done() > done + 100);
			assertThat(application.pid()).isPositive();
			assertThat(gauge(application, "closed")).isOne();
			MeterRegistry registry = application.context().getBean(MeterRegistry.class);
			assertThat(registry.get("db.breaker.trips").tag("pool", "dataSource").functionCounter().count()).isOne();
			assertThat(registry.get("db.breaker.refusals").functionCounter().count()).isGreaterThan(1000);
		}
		await(5).untilAsserted(() -> assertThat(
				output.getOut().lines().filter((line) -> line.contains("Circuit breaker of 'dataSource'")))
			.satisfiesExactly((line) -> assertThat(line).contains("WARN").contains("is open"),
					(line) -> assertThat(line).contains("INFO").contains("is closed")));
	}

	@Test
	void letsThoseGoWhoWaitInsideOfThePool() throws Exception {
		try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared());
				JdbcApplication application = start(WithGate.class, proxy.through(database.url()),
						PostgresServer.shared())) {
			application.pid();
			Hold hold = application.context().getBean(Hold.class);
			hold.close();
			List<FutureTask<Integer>> calls = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				FutureTask<Integer> call = new FutureTask<>(application::pid);
				calls.add(call);
				new Thread(call).start();
			}
			await(10).until(() -> hold.held() >= 3);
			proxy.refuse();
			proxy.cut();
			HikariDataSource pool = application.pool().dataSource();
			await(10).until(() -> {
				pool.getHikariPoolMXBean().softEvictConnections();
				return application.snapshot().total() == 0;
			});
			hold.open();
			for (FutureTask<Integer> call : calls) {
				assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> call.get(10, TimeUnit.SECONDS))
					.havingRootCause()
					.isInstanceOf(ConnectException.class);
				assertThat(call).failsWithin(Duration.ZERO)
					.withThrowableOfType(ExecutionException.class)
					.havingCause()
					.withCauseInstanceOf(CircuitOpenException.class);
			}
		}
	}

	@Test
	void opensAtTheFirstCallOfAnIdleApplication() throws InterruptedException {
		try (PostgresServer server = PostgresServer.startNew();
				JdbcApplication application = start(Bare.class, server.jdbcUrl("postgres"), server)) {
			application.pid();
			server.kill();
			Thread caller = new Thread(
					() -> assertThatExceptionOfType(DataAccessException.class).isThrownBy(application::pid));
			caller.start();
			await(2).until(() -> state(application) == BreakerState.OPEN);
			long start = System.nanoTime();
			assertThatExceptionOfType(CannotGetJdbcConnectionException.class).isThrownBy(application::pid)
				.withCauseInstanceOf(CircuitOpenException.class);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
			server.start();
			await(8).until(() -> state(application) == BreakerState.CLOSED);
			assertThat(application.pid()).isPositive();
			caller.join(40_000);
		}
	}

	@Test
	void opensWhereTheServerWasNeverThere() {
		try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared())) {
			proxy.refuse();
			try (JdbcApplication application = start(Bare.class, proxy.through(database.url()),
					PostgresServer.shared())) {
				for (int i = 0; i < 5 && state(application) == BreakerState.CLOSED; i++) {
					assertThatExceptionOfType(DataAccessException.class).isThrownBy(application::pid);
				}
				assertThat(state(application)).isNotEqualTo(BreakerState.CLOSED);
				proxy.passThrough();
				await(8).until(() -> state(application) == BreakerState.CLOSED);
				assertThat(application.pid()).isPositive();
			}
		}
	}

	@Test
	void staysClosedWhileConnectionsAnswerAndOnlyNewOnesAreRefused() throws SQLException {
		try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared());
				JdbcApplication application = start(Bare.class, proxy.through(database.url()), PostgresServer.shared(),
						"db.pool.size=4", "db.pool.max-overflow=0");
				Connection one = application.pool().dataSource().getConnection();
				Connection other = application.pool().dataSource().getConnection()) {
			await(10).until(() -> application.snapshot().idle() == 4 - 2);
			proxy.refuse();
			application.pool().dataSource().evictConnection(one);
			application.pool().dataSource().evictConnection(other);
			await(20).until(() -> {
				assertThat(application.pid()).isPositive();
				return application.count(ConnectionEvent.CONNECT_FAILED) > 10;
			});
			assertThat(snapshot(application).trips()).isZero();
		}
	}

	@Test
	void staysClosedWhateverStatementsFailOf() {
		try (JdbcApplication application = start(Bare.class, database.url(), PostgresServer.shared())) {
			application.jdbc().execute("CREATE TABLE IF NOT EXISTS once (id INT PRIMARY KEY)");
			application.jdbc().update("INSERT INTO once VALUES (1) ON CONFLICT DO NOTHING");
			for (int i = 0; i < 10_000; i++) {
				assertThatExceptionOfType(DuplicateKeyException.class)
					.isThrownBy(() -> application.jdbc().update("INSERT INTO once VALUES (1)"));
			}
			assertThat(state(application)).isEqualTo(BreakerState.CLOSED);
			assertThat(snapshot(application)).extracting(BreakerSnapshot::trips, BreakerSnapshot::lastFailure)
				.containsExactly(0L, null);
		}
	}

	@Test
	void staysClosedWhileThePoolIsSaturated() throws Exception {
		try (JdbcApplication application = start(Bare.class, database.url(), PostgresServer.shared(), "db.pool.size=2",
				"db.pool.max-overflow=0", "db.pool.timeout=250ms");
				Connection one = application.pool().dataSource().getConnection();
				Connection other = application.pool().dataSource().getConnection()) {
			assertThat(one).isNotSameAs(other);
			for (int i = 0; i < 10; i++) {
				assertThatExceptionOfType(CannotGetJdbcConnectionException.class).isThrownBy(application::pid)
					.satisfies((error) -> assertThat(error.getCause()).isNotInstanceOf(CircuitOpenException.class));
			}
			assertThat(application.count(ConnectionEvent.EXHAUSTED)).isEqualTo(10);
			assertThat(snapshot(application).trips()).isZero();
		}
	}

	@Test
	void canBeSwitchedOff() {
		try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared());
				JdbcApplication application = start(Bare.class, proxy.through(database.url()), PostgresServer.shared(),
						"db.breaker.enabled=false", "db.pool.timeout=250ms")) {
			application.pid();
			proxy.refuse();
			proxy.cut();
			for (int i = 0; i < 10; i++) {
				assertThatExceptionOfType(DataAccessException.class).isThrownBy(application::pid)
					.satisfies((error) -> assertThat(error.getCause()).isNotInstanceOf(CircuitOpenException.class));
			}
			assertThat(application.context().getBeanProvider(Breakers.class).stream()).isEmpty();
		}
	}

	private static JdbcApplication start(Class<?> beans, String url, PostgresServer server, String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.datasource.url=" + url,
				"spring.datasource.username=" + server.username(), "spring.datasource.password=" + server.password()));
		all.addAll(List.of(properties));
		return JdbcApplication.start(beans, all.toArray(String[]::new));
	}

	private static ConditionFactory await(int seconds) {
		return Awaitility.await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(10));
	}

	private static BreakerSnapshot snapshot(JdbcApplication application) {
		Breaker breaker = application.context().getBean(Breakers.class).find("dataSource");
		return Objects.requireNonNull(breaker).snapshot();
	}

	private static BreakerState state(JdbcApplication application) {
		return snapshot(application).state();
	}

	private static double gauge(JdbcApplication application, String state) {
		return application.context()
			.getBean(MeterRegistry.class)
			.get("db.breaker.state")
			.tag("state", state)
			.gauge()
			.value();
	}

	/**
	 * Counts the callers whom the breaker lets through.
	 */
	static final class Passed implements ConnectionDecorator {

		private final AtomicLong count = new AtomicLong();

		@Override
		public ConnectionSource decorate(String dataSourceName, ConnectionSource next) {
			return () -> {
				this.count.incrementAndGet();
				return next.getConnection();
			};
		}

		@Override
		public int getOrder() {
			return GateLink.ORDER - 50;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DatabaseBreakerAutoConfiguration.class)
	static class Bare {

		@Bean
		Hold hold() {
			return new Hold();
		}

		@Bean
		Passed passed() {
			return new Passed();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Bare.class)
	@ImportAutoConfiguration(DatabaseAdmissionAutoConfiguration.class)
	static class WithGate {

	}

}
