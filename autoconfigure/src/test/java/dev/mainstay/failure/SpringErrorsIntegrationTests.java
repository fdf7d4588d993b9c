package dev.mainstay.failure;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.TcpProxy;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailureClassifier} with what Spring, Hibernate and HikariCP make of
 * errors.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpringErrorsIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private final List<ErrorCorpus.Entry> recorded = new ArrayList<>();

	private final List<DynamicTest> tests = new ArrayList<>();

	private final List<AutoCloseable> open = new ArrayList<>();

	@BeforeAll
	void createTables() throws SQLException {
		Sql.aside(database, "CREATE TABLE dish (id int PRIMARY KEY, name text UNIQUE, version int)",
				"CREATE TABLE place (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)",
				"INSERT INTO dish VALUES (1, 'soup', 0), (2, 'fish', 0)", "INSERT INTO place VALUES (1)");
	}

	@AfterAll
	void close() throws Exception {
		for (AutoCloseable closeable : this.open) {
			closeable.close();
		}
		if (ErrorCorpus.RECORDING) {
			ErrorCorpus.write("spring", this.recorded);
		}
	}

	@TestFactory
	Stream<DynamicTest> isWhatWasRecorded() {
		jdbc();
		pools();
		jpa();
		return this.tests.stream();
	}

	private void jdbc() {
		HikariDataSource pool = pool(database.url(), 2);
		JdbcTemplate jdbc = new JdbcTemplate(pool);
		add("JdbcTemplate, unique", FailureKind.CONSTRAINT, Rollback.DONE,
				() -> jdbc.update("INSERT INTO dish VALUES (3, 'soup', 0)"));
		add("JdbcTemplate, batch", FailureKind.CONSTRAINT, Rollback.DONE, () -> jdbc
			.batchUpdate("INSERT INTO dish VALUES (?, 'meat', 0)", List.of(new Object[] { 4 }, new Object[] { 5 })));
		add("JdbcTemplate, syntax", FailureKind.BAD_STATEMENT, Rollback.DONE, () -> jdbc.execute("SELEKT 1"));
		add("JdbcTemplate, write conflict", FailureKind.SERIALIZATION_CONFLICT, Rollback.DONE,
				() -> repeatableRead(new JdbcTransactionManager(pool)).executeWithoutResult((status) -> {
					jdbc.queryForList("SELECT * FROM dish");
					aside("UPDATE dish SET version = version + 1 WHERE id = 2");
					jdbc.update("UPDATE dish SET version = version + 1 WHERE id = 2");
				}));
		add("JdbcTransactionManager, commit", FailureKind.CONSTRAINT, Rollback.DONE,
				() -> new TransactionTemplate(new JdbcTransactionManager(pool))
					.executeWithoutResult((status) -> jdbc.update("INSERT INTO place VALUES (1)")));
		add("DataSourceTransactionManager, commit", FailureKind.CONSTRAINT, Rollback.DONE,
				() -> new TransactionTemplate(new DataSourceTransactionManager(pool))
					.executeWithoutResult((status) -> jdbc.update("INSERT INTO place VALUES (1)")));
		add("rollback on a killed connection", FailureKind.OTHER, Rollback.NOT_KNOWN,
				() -> new TransactionTemplate(new DataSourceTransactionManager(pool)).executeWithoutResult((status) -> {
					Integer pid = jdbc.queryForObject("SELECT pg_backend_pid()", Integer.class);
					aside("SELECT pg_terminate_backend(" + pid + ", 10000)");
					throw new IllegalStateException("closed");
				}));
	}

	private void pools() {
		HikariDataSource full = pool(database.url(), 1);
		add("pool exhausted", FailureKind.POOL_EXHAUSTED, Rollback.NOTHING_BEGAN, () -> {
			try (Connection only = full.getConnection()) {
				Sql.run(only, "SELECT 1");
				new JdbcTemplate(full).execute("SELECT 1");
			}
		});
		add("pool exhausted, transaction", FailureKind.POOL_EXHAUSTED, Rollback.NOTHING_BEGAN, () -> {
			try (Connection only = full.getConnection()) {
				Sql.run(only, "SELECT 1");
				new TransactionTemplate(new JdbcTransactionManager(full)).executeWithoutResult((status) -> {
				});
			}
		});
		TcpProxy proxy = TcpProxy.to(PostgresServer.shared());
		this.open.add(proxy);
		proxy.refuse();
		HikariDataSource unreachable = pool(proxy.through(database.url()), 1);
		add("pool cannot connect", FailureKind.CANNOT_CONNECT, Rollback.NOTHING_BEGAN,
				() -> new JdbcTemplate(unreachable).execute("SELECT 1"));
		add("pool cannot connect, transaction", FailureKind.CANNOT_CONNECT, Rollback.NOTHING_BEGAN,
				() -> new TransactionTemplate(new JdbcTransactionManager(unreachable))
					.executeWithoutResult((status) -> {
					}));
	}

	private void jpa() {
		HikariDataSource pool = pool(database.url(), 2);
		LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
		factory.setDataSource(pool);
		factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
		factory.setManagedTypes(PersistenceManagedTypes.of(Dish.class.getName()));
		factory.afterPropertiesSet();
		this.open.add(0, factory::destroy);
		EntityManagerFactory entities = Objects.requireNonNull(factory.getObject());
		EntityManager manager = SharedEntityManagerCreator.createSharedEntityManager(entities);
		PlatformTransactionManager transactions = new JpaTransactionManager(entities);
		TransactionTemplate template = new TransactionTemplate(transactions);
		add("JPA, unique at commit", FailureKind.CONSTRAINT, Rollback.DONE,
				() -> template.executeWithoutResult((status) -> manager.persist(new Dish(6, "soup"))));
		add("JPA, unique at flush", FailureKind.CONSTRAINT, Rollback.DONE,
				() -> template.executeWithoutResult((status) -> {
					manager.persist(new Dish(6, "soup"));
					manager.flush();
				}));
		add("JPA, version at commit", FailureKind.OPTIMISTIC_LOCK, Rollback.NEEDED,
				() -> template.executeWithoutResult((status) -> changeLate(manager)));
		add("JPA, version at flush", FailureKind.OPTIMISTIC_LOCK, Rollback.NEEDED,
				() -> template.executeWithoutResult((status) -> {
					changeLate(manager);
					manager.flush();
				}));
		add("JPA, write conflict at commit", FailureKind.SERIALIZATION_CONFLICT, Rollback.DONE, () -> {
			JpaTransactionManager isolating = new JpaTransactionManager(entities);
			isolating.setJpaDialect(new HibernateJpaVendorAdapter().getJpaDialect());
			repeatableRead(isolating).executeWithoutResult((status) -> changeLate(manager));
		});
		add("JPA, syntax", FailureKind.BAD_STATEMENT, Rollback.DONE,
				() -> manager.createNativeQuery("SELEKT 1").getResultList());
		add("JPA, pool exhausted", FailureKind.POOL_EXHAUSTED, Rollback.NOTHING_BEGAN, () -> {
			try (Connection one = pool.getConnection(); Connection two = pool.getConnection()) {
				Sql.run(one, "SELECT 1");
				Sql.run(two, "SELECT 1");
				template.executeWithoutResult((status) -> {
				});
			}
		});
	}

	private static void changeLate(EntityManager manager) {
		Dish dish = manager.find(Dish.class, 1);
		aside("UPDATE dish SET version = version + 1 WHERE id = 1");
		dish.name = "stew";
	}

	private void add(String name, FailureKind kind, Rollback rollback, ThrowingCallable deed) {
		this.tests.add(DynamicTest.dynamicTest(name, () -> {
			Throwable error = Assertions.catchThrowable(deed);
			Failure failure = FailureClassifier.classify(error, DatabaseProduct.POSTGRESQL);
			assertThat(failure.kind()).as(String.valueOf(error)).isEqualTo(kind);
			assertThat(failure.rollback()).isEqualTo(rollback);
			RecordedError actual = RecordedError.of(error);
			if (ErrorCorpus.RECORDING) {
				this.recorded
					.add(new ErrorCorpus.Entry(name, DatabaseProduct.POSTGRESQL, kind, rollback, false, null, actual));
				return;
			}
			assertThat(ErrorCorpus.read("spring")).filteredOn((entry) -> entry.name().equals(name))
				.singleElement()
				.satisfies((entry) -> assertThat(entry.error().shape()).isEqualTo(actual.shape()));
		}));
	}

	private static TransactionTemplate repeatableRead(PlatformTransactionManager manager) {
		TransactionTemplate template = new TransactionTemplate(manager);
		template.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
		return template;
	}

	private HikariDataSource pool(String url, int size) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setUsername(database.username());
		config.setPassword(database.password());
		config.setMaximumPoolSize(size);
		config.setInitializationFailTimeout(-1);
		config.setConnectionTimeout(250);
		HikariDataSource pool = new HikariDataSource(config);
		this.open.add(0, pool);
		return pool;
	}

	private static void aside(String sql) {
		try {
			Sql.aside(database, sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Something to eat.
	 */
	@Entity(name = "dish")
	static class Dish {

		@Id
		private int id;

		@Column
		private @Nullable String name;

		@Version
		private @Nullable Integer version;

		protected Dish() {
		}

		Dish(int id, String name) {
			this.id = id;
			this.name = name;
		}

	}

}
