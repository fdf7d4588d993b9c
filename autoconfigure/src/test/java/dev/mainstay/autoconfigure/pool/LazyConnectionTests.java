package dev.mainstay.autoconfigure.pool;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.transaction.annotation.Transactional;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.pool.ConnectionEvent;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for lazy connections in front of an advised pool, whoever makes them lazy.
 */
class LazyConnectionTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	private final ApplicationContextRunner application = Applications.withMainstay()
		.withPropertyValues(database.springProperties())
		.withPropertyValues("db.pool.size=1", "db.pool.max-overflow=0", "db.pool.timeout=1s")
		.withBean(Service.class);

	@Test
	void worksWithBootsOwnPostProcessor() {
		this.application.withPropertyValues("spring.datasource.connection-fetch=lazy").run(this::assertLazyAndAdvised);
	}

	@ParameterizedTest
	@ValueSource(
			ints = { DataSourcePostProcessor.ORDER - 1, DataSourcePostProcessor.ORDER + 1, Ordered.LOWEST_PRECEDENCE })
	void worksWithAnOrderedPostProcessorOfTheUser(int order) {
		this.application.withBean(OrderedLazyPostProcessor.class, () -> new OrderedLazyPostProcessor(order))
			.run(this::assertLazyAndAdvised);
	}

	@Test
	void worksWithAPostProcessorOfTheUserThatHasNoOrder() {
		this.application.withBean(LazyPostProcessor.class).run(this::assertLazyAndAdvised);
	}

	@Test
	void worksWithALazyDataSourceBeanOfTheUser() {
		this.application.withUserConfiguration(LazyBean.class).run((context) -> {
			assertLazyAndAdvised(context);
			assertThat(context.getBean("dataSource")).isInstanceOf(HikariDataSource.class);
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void knowsThePoolsAutoCommitAndIsolationWithoutAConnection(boolean autoCommit) {
		this.application
			.withPropertyValues("spring.datasource.connection-fetch=lazy",
					"spring.datasource.hikari.auto-commit=" + autoCommit,
					"spring.datasource.hikari.transaction-isolation=TRANSACTION_SERIALIZABLE")
			.run((context) -> {
				try (Connection connection = context.getBean(DataSource.class).getConnection()) {
					assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
					assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
				}
				assertThat(created(context)).isZero();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "transaction_serializable", "8" })
	void knowsAnIsolationInEverySpellingOfThePool(String isolation) {
		this.application
			.withPropertyValues("spring.datasource.connection-fetch=lazy",
					"spring.datasource.hikari.transaction-isolation=" + isolation)
			.run((context) -> {
				try (Connection connection = context.getBean(DataSource.class).getConnection()) {
					assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
				}
			});
	}

	@Test
	void tellsEveryLazyDataSourceWhatThePoolIsLike() {
		String isolation = "spring.datasource.hikari.transaction-isolation=TRANSACTION_SERIALIZABLE";
		this.application.withPropertyValues(isolation)
			.withBean(LazyPostProcessor.class)
			.run(this::assertNoConnectionNeeded);
		this.application.withUserConfiguration(LazyBean.class).run(this::assertNoConnectionNeeded);
	}

	private void assertNoConnectionNeeded(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed();
		context.getBean(Service.class).withoutSql();
		assertThat(created(context)).isZero();
	}

	private void assertLazyAndAdvised(AssertableApplicationContext context) throws SQLException {
		assertThat(context).hasNotFailed();
		assertThat(context.getBean(DataSource.class)).isExactlyInstanceOf(LazyConnectionDataSourceProxy.class);
		Service service = context.getBean(Service.class);
		service.withoutSql();
		long opened = created(context);
		HikariDataSource pool = Applications.pool(context, "dataSource").dataSource();
		try (Connection only = pool.getConnection()) {
			assertThat(only.isValid(1)).isTrue();
			service.withoutSql();
		}
		assertThat(created(context)).isEqualTo(Math.max(1, opened));
		assertThat(service.withSql()).isOne();
		try (Connection connection = context.getBean(DataSource.class).getConnection()) {
			connection.prepareStatement("SELECT 1").close();
			assertThat(connection.isWrapperFor(AdvisedConnection.class)).isTrue();
		}
		assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
	}

	private static long created(ApplicationContext context) {
		return Applications.pool(context, "dataSource").events().count(ConnectionEvent.CREATED);
	}

	/**
	 * A service of the application.
	 */
	@Transactional
	static class Service {

		private final JdbcTemplate jdbc;

		Service(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		void withoutSql() {
			// Nothing to do.
		}

		int withSql() {
			Integer one = this.jdbc.queryForObject("SELECT 1", Integer.class);
			return (one != null) ? one : 0;
		}

	}

	static class LazyPostProcessor implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return (bean instanceof DataSource dataSource) ? new LazyConnectionDataSourceProxy(dataSource) : bean;
		}

	}

	static final class OrderedLazyPostProcessor extends LazyPostProcessor implements Ordered {

		private final int order;

		OrderedLazyPostProcessor(int order) {
			this.order = order;
		}

		@Override
		public int getOrder() {
			return this.order;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyBean {

		@Bean
		@Primary
		LazyConnectionDataSourceProxy lazyDataSource(HikariDataSource dataSource) {
			return new LazyConnectionDataSourceProxy(dataSource);
		}

		@Bean
		HikariDataSource dataSource() {
			HikariDataSource dataSource = new HikariDataSource();
			dataSource.setJdbcUrl(database.url());
			dataSource.setUsername(database.username());
			dataSource.setPassword(database.password());
			dataSource.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
			return dataSource;
		}

	}

}
