package dev.mainstay.autoconfigure.transaction.strategy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.autoconfigure.transaction.DatabaseTransactionAutoConfiguration;
import dev.mainstay.operation.DatabaseOperation;
import dev.mainstay.testsupport.TestDatabase;
import dev.mainstay.transaction.strategy.TransactionStrategies;

/**
 * A small application whose operations follow strategies, with one connection, so that
 * what one of them leaves behind meets the next.
 */
final class StrategyApplication {

	private static final List<String> PROPERTIES = List.of("db.pool.size=1", "db.pool.max-overflow=0",
			"db.pool.timeout=5s", "db.transaction.strategies.brief.statement-timeout=200ms",
			"db.transaction.strategies.strict.isolation=serializable",
			"db.transaction.strategies.strict.statement-timeout=120s", "db.operations.configured.strategy=strict");

	private StrategyApplication() {
	}

	/**
	 * Start the application on a database.
	 */
	static ConfigurableApplicationContext start(TestDatabase database) {
		List<String> arguments = new ArrayList<>(List.of(database.springProperties()));
		arguments.addAll(PROPERTIES);
		arguments.add("spring.jpa.hibernate.ddl-auto=update");
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off")
			.run(arguments.stream().map("--"::concat).toArray(String[]::new));
	}

	/**
	 * Return the part of the application that needs no JPA.
	 */
	static ApplicationContextRunner withoutJpa(TestDatabase database) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DatabasePoolAutoConfiguration.class,
					DatabaseTransactionStrategyAutoConfiguration.class, DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
					TransactionAutoConfiguration.class))
			.withPropertyValues(database.springProperties())
			.withPropertyValues(PROPERTIES.toArray(String[]::new));
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DatabasePoolAutoConfiguration.class, DatabaseTransactionAutoConfiguration.class,
			DatabaseTransactionStrategyAutoConfiguration.class, DataSourceAutoConfiguration.class,
			JdbcTemplateAutoConfiguration.class, HibernateJpaAutoConfiguration.class,
			TransactionAutoConfiguration.class })
	@EntityScan(basePackageClasses = StrategyApplication.class)
	@EnableJpaRepositories(basePackageClasses = StrategyApplication.class, considerNestedRepositories = true)
	static class Application {

		@Bean
		Kitchen kitchen(JdbcTemplate jdbc, EntityManager entities, DataSource dataSource, Dishes dishes,
				TransactionStrategies strategies, PlatformTransactionManager manager) {
			return new Kitchen(jdbc, entities, dataSource, dishes, strategies, manager);
		}

	}

	/**
	 * Something to eat.
	 */
	@Entity(name = "Dish")
	static class Dish {

		@Id
		private long id;

		private @Nullable String name;

		protected Dish() {
		}

		Dish(long id, String name) {
			this.id = id;
			this.name = name;
		}

		long id() {
			return this.id;
		}

		@Nullable String name() {
			return this.name;
		}

	}

	/**
	 * A repository whose methods follow strategies.
	 */
	interface Dishes extends JpaRepository<Dish, Long> {

		@Modifying
		@DatabaseOperation(strategy = "brief")
		@Query(value = "UPDATE dish SET name = CAST((SELECT count(*) FROM dish a, dish b, dish c, dish d, dish e, "
				+ "dish f, dish g, dish h, dish i, dish j) AS CHAR(20)) WHERE id = 1", nativeQuery = true)
		int countForever();

		@Modifying
		@DatabaseOperation(strategy = "simple-write")
		@Query("update Dish d set d.name = :name where d.id = :id")
		int rename(long id, String name);

	}

	/**
	 * Operations that need JDBC alone. Each runs the statement that it is given.
	 */
	static class Cook {

		private final JdbcTemplate jdbc;

		Cook(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		JdbcTemplate jdbc() {
			return this.jdbc;
		}

		@Nullable String plain(String sql) {
			return this.jdbc.queryForObject(sql, String.class);
		}

		@DatabaseOperation(strategy = "brief")
		@Nullable String brief(String sql) {
			return plain(sql);
		}

	}

	/**
	 * The operations of the whole application.
	 */
	static class Kitchen extends Cook {

		private final EntityManager entities;

		private final DataSource dataSource;

		private final Dishes dishes;

		private final TransactionTemplate brief;

		Kitchen(JdbcTemplate jdbc, EntityManager entities, DataSource dataSource, Dishes dishes,
				TransactionStrategies strategies, PlatformTransactionManager manager) {
			super(jdbc);
			this.entities = entities;
			this.dataSource = dataSource;
			this.dishes = dishes;
			this.brief = new TransactionTemplate(manager, strategies.definition("brief", "kitchen"));
		}

		Dishes dishes() {
			return this.dishes;
		}

		@Transactional
		@Nullable String transactional(String sql) {
			return plain(sql);
		}

		@DatabaseOperation(strategy = "read-only")
		@Nullable String reading(String sql) {
			return plain(sql);
		}

		@DatabaseOperation(strategy = "read-only")
		Object readingTwice(String sql) {
			this.dishes.count();
			return this.entities.createNativeQuery(sql, String.class).getSingleResult();
		}

		@DatabaseOperation(strategy = "read-only")
		void writingWhereOneReads() {
			jdbc().update("INSERT INTO dish (id, name) VALUES (99, 'forbidden')");
		}

		@DatabaseOperation(name = "configured", strategy = "read-only")
		@Nullable String strict(String sql) {
			return plain(sql);
		}

		@DatabaseOperation(strategy = "brief")
		Object briefWithJpa(String sql) {
			return this.entities.createNativeQuery(sql).getSingleResult();
		}

		@DatabaseOperation(strategy = "brief")
		String briefWithPlainJdbc(String sql) {
			Connection connection = DataSourceUtils.getConnection(this.dataSource);
			try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
				rows.next();
				return rows.getString(1);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
			finally {
				DataSourceUtils.releaseConnection(connection, this.dataSource);
			}
		}

		void briefWithTemplate(String sql) {
			this.brief.executeWithoutResult((status) -> plain(sql));
		}

		@DatabaseOperation(strategy = "brief")
		void fail(String sql) {
			plain(sql);
			throw new IllegalStateException("The soup is burnt");
		}

	}

}
