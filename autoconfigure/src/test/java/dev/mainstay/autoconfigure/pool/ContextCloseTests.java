package dev.mainstay.autoconfigure.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.HikariCheckpointRestoreLifecycle;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.mainstay.autoconfigure.health.DatabaseHealthAutoConfiguration;
import dev.mainstay.autoconfigure.metrics.DatabaseMetricsAutoConfiguration;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is left of an application after it was closed, as by a restart of the
 * development tools: nothing.
 */
class ContextCloseTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	@Test
	void leavesNoThreadAndNoOpenPool() throws SQLException {
		Set<Thread> before = threads();
		for (int i = 0; i < 3; i++) {
			ManagedPool pool = runOnce();
			assertThat(pool.dataSource().isClosed()).isTrue();
			assertThat(pool.snapshot().total()).isZero();
		}
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			Set<Thread> left = threads();
			left.removeAll(before);
			assertThat(left).map(Thread::getName).isEmpty();
		});
	}

	@Test
	void startsNoThreadOfItsOwnBeforeItIsAsked() {
		Set<Thread> before = threads();
		Applications.withMainstay().withPropertyValues(database.springProperties()).run((context) -> {
			assertThat(context).hasSingleBean(HikariDataSource.class);
			Set<Thread> started = threads();
			started.removeAll(before);
			assertThat(started).map(Thread::getName).isEmpty();
		});
	}

	/**
	 * Fails if a borrowing thread is pinned for good: many more virtual threads than
	 * carriers, each blocking on the pool.
	 */
	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void lendsToVirtualThreads() {
		Applications.withMainstay()
			.withPropertyValues(database.springProperties())
			.withPropertyValues("db.pool.size=2", "db.pool.max-overflow=0")
			.run((context) -> {
				JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
				ExecutorService threads = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor")
					.invoke(null);
				List<Callable<Integer>> questions = Collections.nCopies(500,
						() -> jdbc.queryForObject("SELECT 1", Integer.class));
				assertThat(threads.invokeAll(questions, 20, TimeUnit.SECONDS))
					.allSatisfy((answer) -> assertThat(answer.get()).isOne());
				threads.shutdownNow();
			});
	}

	@Test
	void canBeStoppedAndStartedForACheckpoint() {
		Applications.withMainstay()
			.withPropertyValues(database.springProperties())
			.withPropertyValues("spring.datasource.hikari.allow-pool-suspension=true", "db.pool.size=2",
					"db.pool.max-overflow=0", "db.pool.timeout=1s")
			.run((context) -> {
				DataSource dataSource = context.getBean(DataSource.class);
				dataSource.getConnection().close();
				HikariDataSource pool = Applications.pool(context, "dataSource").dataSource();
				HikariCheckpointRestoreLifecycle lifecycle = new HikariCheckpointRestoreLifecycle(dataSource,
						context.getSourceApplicationContext());
				assertThat(lifecycle.isRunning()).isTrue();
				lifecycle.stop();
				assertThat(lifecycle.isRunning()).isFalse();
				Awaitility.await()
					.untilAsserted(() -> assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isZero());
				lifecycle.start();
				assertThat(lifecycle.isRunning()).isTrue();
				try (Connection connection = dataSource.getConnection()) {
					assertThat(connection.isValid(1)).isTrue();
				}
			});
	}

	private static ManagedPool runOnce() throws SQLException {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties(database.springProperties())
			.properties("db.pool.size=2")
			.run()) {
			context.getBean(DataSource.class).getConnection().close();
			assertThat(((HealthIndicator) context.getBean("dbHealthContributor")).health()).isNotNull();
			return Applications.pool(context, "dataSource");
		}
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().matches("(?i).*(db-|hikari|mainstay).*"))
			.collect(Collectors.toSet());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DataSourceHealthContributorAutoConfiguration.class,
			MetricsAutoConfiguration.class, DatabasePoolAutoConfiguration.class, DatabaseHealthAutoConfiguration.class,
			DatabaseMetricsAutoConfiguration.class })
	static class Application {

	}

}
