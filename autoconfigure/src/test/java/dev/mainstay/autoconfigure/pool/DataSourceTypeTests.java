package dev.mainstay.autoconfigure.pool;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Wrapper;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.jdbc.PgConnection;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.metadata.CompositeDataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what the data source and its connections are to the application: the same as
 * without us.
 */
class DataSourceTypeTests {

	@RegisterExtension
	static final TestDatabase h2 = TestDatabase.h2();

	@RegisterExtension
	static final TestDatabase postgres = TestDatabase.postgres();

	@Test
	void isInjectedAsHikariDataSource() {
		Applications.withMainstay()
			.withPropertyValues(h2.springProperties())
			.withUserConfiguration(WantsHikari.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(HikariDataSource.class);
				Injected injected = context.getBean(Injected.class);
				assertThat(injected.hikari()).isSameAs(injected.dataSource());
				try (Connection connection = injected.hikari().getConnection()) {
					assertThat(connection.isWrapperFor(AdvisedConnection.class)).isTrue();
				}
			});
	}

	@Test
	void leadsBootInwardToThePool() {
		Applications.withMainstay().withPropertyValues(h2.springProperties()).run((context) -> {
			DataSource bean = context.getBean(DataSource.class);
			HikariDataSource raw = Applications.pool(context, "dataSource").dataSource();
			assertThat(bean).isNotSameAs(raw);
			assertThat(raw.getClass()).isSameAs(HikariDataSource.class);
			assertThat(DataSourceUnwrapper.unwrapRoot(bean)).isSameAs(raw);
			assertThat(bean.unwrap(HikariDataSource.class)).isSameAs(raw);
			assertThat(bean.unwrap(HikariConfigMXBean.class)).isSameAs(raw);
			assertThat(bean.unwrap(DataSource.class)).isSameAs(raw);
			assertThat(bean.isWrapperFor(HikariDataSource.class)).isTrue();
			assertThat(bean.isWrapperFor(DataSource.class)).isTrue();
			assertThat(bean.isWrapperFor(DriverDataSource.class)).isFalse();
			assertThat(DataSourceUnwrapper.unwrap(bean, HikariDataSource.class)).isInstanceOf(HikariDataSource.class);
		});
	}

	@Test
	void leadsToTheDriversDataSourceOnceThePoolRuns() {
		Applications.withMainstay().withPropertyValues(h2.springProperties()).run((context) -> {
			DataSource bean = context.getBean(DataSource.class);
			bean.getConnection().close();
			assertThat(bean.isWrapperFor(DriverDataSource.class)).isTrue();
			assertThat(bean.unwrap(DriverDataSource.class)).isInstanceOf(DriverDataSource.class);
		});
	}

	@Test
	void givesBootThePoolsFigures() {
		Applications.withMainstay()
			.withPropertyValues(h2.springProperties())
			.withPropertyValues("db.pool.size=2", "db.pool.max-overflow=1")
			.run((context) -> {
				DataSource bean = context.getBean(DataSource.class);
				try (Connection connection = bean.getConnection()) {
					DataSourcePoolMetadata metadata = new CompositeDataSourcePoolMetadataProvider(
							context.getBeanProvider(DataSourcePoolMetadataProvider.class).stream().toList())
						.getDataSourcePoolMetadata(bean);
					assertThat(metadata).isNotNull()
						.extracting(DataSourcePoolMetadata::getActive, DataSourcePoolMetadata::getMax)
						.containsExactly(1, 3);
					assertThat(connection.isValid(1)).isTrue();
				}
			});
	}

	@Test
	void unwrapsTheDriversConnectionOfH2() {
		Applications.withMainstay().withPropertyValues(h2.springProperties()).run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				assertThat(connection.isWrapperFor(JdbcConnection.class)).isTrue();
				assertThat(connection.unwrap(JdbcConnection.class)).isExactlyInstanceOf(JdbcConnection.class);
				assertThat(connection.unwrap(Connection.class)).isExactlyInstanceOf(JdbcConnection.class);
			}
		});
	}

	@Test
	void unwrapsTheDriversConnectionOfPostgres() {
		Applications.withMainstay().withPropertyValues(postgres.springProperties()).run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				assertThat(connection.isWrapperFor(PgConnection.class)).isTrue();
				PgConnection driver = connection.unwrap(PgConnection.class);
				assertThat(connection.unwrap(PGConnection.class)).isSameAs(driver);
				assertThat(connection.unwrap(Connection.class)).isSameAs(driver);
				assertThat(connection.unwrap(Wrapper.class)).isSameAs(driver);
				assertThat(connection.isWrapperFor(Connection.class)).isTrue();
				assertThat(connection.isWrapperFor(JdbcConnection.class)).isFalse();
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connection.unwrap(JdbcConnection.class));
			}
		});
	}

	@Test
	void unwrapsTheDriversStatementOfPostgres() {
		Applications.withMainstay().withPropertyValues(postgres.springProperties()).run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection();
					PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
				Object driver = statement.unwrap(PGStatement.class);
				assertThat(driver.getClass().getName()).startsWith("org.postgresql");
				assertThat(statement.unwrap(Statement.class)).isSameAs(driver);
				assertThat(statement.unwrap(PreparedStatement.class)).isSameAs(driver);
				assertThat(statement.isWrapperFor(PGStatement.class)).isTrue();
				assertThat(statement.isWrapperFor(Statement.class)).isTrue();
			}
		});
	}

	/**
	 * What was injected.
	 */
	record Injected(HikariDataSource hikari, DataSource dataSource) {

	}

	@Configuration(proxyBeanMethods = false)
	static class WantsHikari {

		@Bean
		Injected injected(HikariDataSource hikari, DataSource dataSource) {
			return new Injected(hikari, dataSource);
		}

	}

}
