package dev.mainstay.autoconfigure.constraint;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.constraint.UniqueInsert;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UniqueInsert}.
 */
class UniqueInsertIntegrationTests {

	private static final int CALLERS = 50;

	@RegisterExtension
	static final TestDatabase postgres = TestDatabase.postgres();

	@RegisterExtension
	static final TestDatabase mariadb = TestDatabase.mariadb();

	@BeforeAll
	static void createTables() throws SQLException {
		for (TestDatabase database : new TestDatabase[] { postgres, mariadb }) {
			try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
				statement.execute("create table tag (id int primary key, name varchar(20) not null unique, "
						+ "age int check (age > 0))");
			}
		}
	}

	@Test
	void createsOneRowForFiftyCallersOnPostgres() {
		runner(postgres).run((context) -> createsOneRow(context));
	}

	@Test
	void createsOneRowForFiftyCallersOnMariaDb() {
		runner(mariadb).run((context) -> createsOneRow(context));
	}

	private static void createsOneRow(ApplicationContext context) throws Exception {
		JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
		UniqueInsert inserts = context.getBean(UniqueInsert.class);
		CyclicBarrier start = new CyclicBarrier(CALLERS);
		ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
		try {
			List<Future<Integer>> results = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				int id = i;
				results.add(threads.submit(() -> {
					start.await();
					return inserts.getOrCreate(() -> find(jdbc, "race"), () -> create(jdbc, id, "race"));
				}));
			}
			List<Integer> ids = new ArrayList<>();
			for (Future<Integer> result : results) {
				ids.add(result.get());
			}
			assertThat(ids).hasSize(CALLERS).containsOnly(ids.get(0));
			assertThat(jdbc.queryForList("select id from tag where name = 'race'", Integer.class))
				.containsExactly(ids.get(0));
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void leavesATransactionAroundItUnharmed() {
		for (TestDatabase database : new TestDatabase[] { postgres, mariadb }) {
			runner(database).run((context) -> {
				JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
				TransactionTemplate outer = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
				outer.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
				Integer id = outer.execute((status) -> {
					create(jdbc, 200, "outer");
					// Somebody else is faster, after this transaction has got its
					// snapshot.
					return context.getBean(UniqueInsert.class).getOrCreate(() -> find(jdbc, "late"), () -> {
						insertElsewhere(database, 201);
						return create(jdbc, 202, "late");
					});
				});
				assertThat(id).isEqualTo(201);
				assertThat(find(jdbc, "outer")).contains(200);
			});
		}
	}

	@Test
	void givesOtherErrorsToTheCaller() {
		runner(postgres).run((context) -> {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			UniqueInsert inserts = context.getBean(UniqueInsert.class);
			assertThatExceptionOfType(DataIntegrityViolationException.class)
				.isThrownBy(() -> inserts.getOrCreate(() -> find(jdbc, "old"), () -> {
					jdbc.update("insert into tag values (300, 'old', -1)");
					return 300;
				}))
				.withMessageContaining("tag_age_check");
			create(jdbc, 301, "taken");
			assertThatExceptionOfType(DataIntegrityViolationException.class)
				.isThrownBy(() -> inserts.getOrCreate(() -> find(jdbc, "other"), () -> create(jdbc, 301, "other")))
				.withMessageContaining("tag_pkey");
		});
	}

	@Test
	void flushesEntitiesBeforeItIsTooLate() {
		runner(postgres).withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
			.withUserConfiguration(Entities.class)
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=none")
			.run((context) -> {
				EntityManager entities = SharedEntityManagerCreator
					.createSharedEntityManager(context.getBean(EntityManagerFactory.class));
				TransactionTemplate outer = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
				outer.executeWithoutResult((status) -> {
					Tag tag = context.getBean(UniqueInsert.class).getOrCreate(() -> findEntity(entities), () -> {
						insertElsewhere(postgres, 401);
						Tag created = new Tag();
						created.id = 402;
						created.name = "late";
						entities.persist(created);
						return created;
					});
					assertThat(tag.id).isIn(201, 401);
					assertThat(entities.contains(tag)).isTrue();
				});
			});
	}

	private static Optional<Tag> findEntity(EntityManager entities) {
		return entities.createQuery("select t from tag t where t.name = 'late'", Tag.class)
			.getResultStream()
			.findFirst();
	}

	private static Optional<Integer> find(JdbcTemplate jdbc, String name) {
		return jdbc.queryForList("select id from tag where name = ?", Integer.class, name).stream().findFirst();
	}

	private static int create(JdbcTemplate jdbc, int id, String name) {
		jdbc.update("insert into tag (id, name) values (?, ?)", id, name);
		return id;
	}

	private static void insertElsewhere(TestDatabase database, int id) {
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			statement.execute("delete from tag where name = 'late'");
			statement.execute("insert into tag (id, name) values (" + id + ", 'late')");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ApplicationContextRunner runner(TestDatabase database) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
					TransactionAutoConfiguration.class, DatabasePoolAutoConfiguration.class,
					DatabaseConstraintAutoConfiguration.class))
			.withPropertyValues(database.springProperties())
			.withPropertyValues("db.pool.size=10", "db.pool.max-overflow=0");
	}

	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = Tag.class)
	static class Entities {

	}

	/**
	 * Something with a unique name.
	 */
	@Entity(name = "tag")
	static class Tag {

		@Id
		int id;

		String name = "";

	}

}
