package dev.mainstay.autoconfigure.pool;

import java.sql.Connection;

import javax.sql.DataSource;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for Hibernate on a pool that hands out connections without auto-commit.
 */
class HibernateAutoCommitTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	@ParameterizedTest
	@ValueSource(strings = { "eager", "lazy" })
	void commitsAndRollsBackWhenThePoolDisablesAutoCommit(String fetch) {
		Applications.withMainstay()
			.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
			.withUserConfiguration(Entities.class)
			.withPropertyValues(database.springProperties())
			.withPropertyValues("spring.datasource.connection-fetch=" + fetch,
					"spring.datasource.hikari.auto-commit=false", "db.pool.size=2",
					"spring.jpa.hibernate.ddl-auto=create",
					"spring.jpa.properties.hibernate.connection.provider_disables_autocommit=true")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				EntityManagerFactory factory = context.getBean(EntityManagerFactory.class);
				assertThat(factory.unwrap(SessionFactoryImplementor.class).getProperties())
					.containsEntry(JdbcSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, "true");
				try (Connection connection = context.getBean(DataSource.class).getConnection()) {
					assertThat(connection.getAutoCommit()).isFalse();
				}
				TransactionTemplate transaction = new TransactionTemplate(
						context.getBean(PlatformTransactionManager.class));
				EntityManager entities = SharedEntityManagerCreator.createSharedEntityManager(factory);
				transaction.executeWithoutResult((status) -> entities.persist(new Row()));
				transaction.executeWithoutResult((status) -> {
					entities.persist(new Row());
					entities.flush();
					status.setRollbackOnly();
				});
				try (Connection connection = database.connect()) {
					assertThat(new JdbcTemplate(new SingleConnectionDataSource(connection, true))
						.queryForObject("SELECT count(*) FROM auto_commit_row", Integer.class)).isOne();
				}
			});
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage
	@EntityScan(basePackageClasses = Row.class)
	static class Entities {

	}

	/**
	 * Something to be stored.
	 */
	@Entity(name = "auto_commit_row")
	static class Row {

		@Id
		@GeneratedValue
		@Nullable Long id;

	}

}
