package dev.mainstay.autoconfigure.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.mainstay.autoconfigure.transaction.shop.Customer;
import dev.mainstay.autoconfigure.transaction.shop.CustomerRepository;
import dev.mainstay.autoconfigure.transaction.shop.OrderService;
import dev.mainstay.autoconfigure.transaction.shop.PlainService;
import dev.mainstay.autoconfigure.transaction.shop.Shop;
import dev.mainstay.autoconfigure.transaction.shop.StockDao;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.testsupport.TestDatabase;
import dev.mainstay.transaction.GiveUpReason;
import dev.mainstay.transaction.UnitListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for transactions that are tried again, on PostgreSQL.
 */
class RetryIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void causesNoBeanToMissItsPostProcessors(CapturedOutput output) {
		run((context) -> assertThat(output)
			.doesNotContain("is not eligible for getting processed by all BeanPostProcessors"));
	}

	@Test
	void triesAgainWhatFailsAtCommit() {
		run((context) -> {
			OrderService orders = context.getBean(OrderService.class);
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);

			int result = orders.placeSerializable((attempt) -> {
				int before = sum(jdbc);
				if (attempt == 1) {
					commitElsewhere("BEGIN ISOLATION LEVEL SERIALIZABLE", "SELECT sum(amount) FROM stock",
							"INSERT INTO stock VALUES ('elsewhere', 1)", "COMMIT");
				}
				jdbc.update("INSERT INTO stock VALUES (?, ?)", "mine", before);
			});

			assertThat(result).isEqualTo(2);
			assertThat(sum(jdbc)).isEqualTo(11 + 11);
			assertThat(listener(context).events).containsExactly(
					"retrying OrderService.placeSerializable " + "SERIALIZATION_CONFLICT 1",
					"recovered OrderService.placeSerializable SERIALIZATION_CONFLICT 2");
		});
	}

	@Test
	void savesANewEntityThatFailedAtCommit() {
		run((context) -> {
			CustomerRepository customers = context.getBean(CustomerRepository.class);
			failOnceAtCommit("customer", "40001");
			Customer customer = new Customer("Ann", "vip", "nice");

			Customer saved = customers.save(customer);

			assertThat(saved).isSameAs(customer);
			assertThat(customers.findAll()).singleElement().satisfies((found) -> {
				assertThat(found.getId()).isEqualTo(customer.getId());
				assertThat(found.getTags()).containsExactlyInAnyOrder("vip", "nice");
			});
			assertThat(listener(context).events).contains("recovered CustomerRepository.save SERIALIZATION_CONFLICT 2");
		});
	}

	@Test
	void readsThroughALostConnection() {
		run((context) -> {
			CustomerRepository customers = context.getBean(CustomerRepository.class);
			customers.save(new Customer("Ann"));
			inOpenSession(context, () -> {
				assertThat(customers.findByName("Ann")).hasSize(1);
				terminateOthers();

				assertThat(customers.findByName("Ann")).hasSize(1);
			});
			assertThat(listener(context).events).contains("recovered CustomerRepository.findByName CONNECTION_LOST 2");
		});
	}

	@Test
	void triesAgainTheTransactionOfARepositoryWrittenByHand() {
		run((context) -> {
			StockDao stock = context.getBean(StockDao.class);

			int attempts = stock.take("pen", (attempt) -> {
				if (attempt == 1) {
					terminateOthers();
					sum(context.getBean(JdbcTemplate.class));
				}
			});

			assertThat(attempts).isEqualTo(2);
			assertThat(sum(context.getBean(JdbcTemplate.class))).isEqualTo(9);
		});
	}

	@Test
	void neverRunsAServiceTwiceThatDidNotAskForIt() {
		run((context) -> {
			OrderService orders = context.getBean(OrderService.class);

			assertThatExceptionOfType(PessimisticLockingFailureException.class)
				.isThrownBy(() -> orders.placeAndMail((attempt) -> fail(context, "40P01")));

			assertThat(orders.attempts()).isOne();
			assertThat(listener(context).events)
				.containsExactly("gaveUp OrderService.placeAndMail DEADLOCK 1 NOT_RETRYABLE");
		});
	}

	@Test
	void triesServicesAgainWhenToldSo() {
		runner().withPropertyValues("db.retry.scope=all").run((context) -> {
			prepare();
			int attempts = context.getBean(OrderService.class).placeAndMail((attempt) -> {
				if (attempt == 1) {
					fail(context, "40P01");
				}
			});

			assertThat(attempts).isEqualTo(2);
		});
	}

	@Test
	void runsANestedCallOnceAndFailsTheOuterOneClearly() {
		run((context) -> {
			OrderService orders = context.getBean(OrderService.class);

			assertThatExceptionOfType(PessimisticLockingFailureException.class)
				.isThrownBy(() -> context.getBean(PlainService.class)
					.inTransaction(() -> orders.place((attempt) -> fail(context, "40P01"))))
				.withMessageContaining("deadlock");

			assertThat(orders.attempts()).isOne();
			assertThat(listener(context).events).containsExactly(
					"gaveUp OrderService.place DEADLOCK 1 " + "OUTER_TRANSACTION",
					"gaveUp PlainService.inTransaction DEADLOCK 1 NOT_RETRYABLE");
		});
	}

	@Test
	void failsTheOuterCallWithTheErrorThatItSwallowed() {
		run((context) -> {
			PlainService service = context.getBean(PlainService.class);

			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> service.inTransaction(() -> {
				try {
					fail(context, "40P01");
				}
				catch (DataAccessException ex) {
					assertThat(ex).hasMessageContaining("on purpose");
				}
			})).withMessageContaining("on purpose");
		});
	}

	@Test
	void doesNotMultiplyWithAnotherRetryOfTheSameMethod() {
		run((context) -> {
			OrderService orders = context.getBean(OrderService.class);

			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> orders.placeRetryable((attempt) -> fail(context, "40P01")));

			assertThat(orders.attempts()).isEqualTo(3);
		});
	}

	@Test
	void givesUpAfterTheConfiguredAttempts() {
		runner().withPropertyValues("db.retry.deadlock-max-attempts=4", "db.retry.base-delay=1ms").run((context) -> {
			prepare();
			OrderService orders = context.getBean(OrderService.class);

			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> orders.place((attempt) -> fail(context, "40P01")));

			assertThat(orders.attempts()).isEqualTo(4);
			assertThat(listener(context).events).hasSize(4)
				.last()
				.isEqualTo("gaveUp OrderService.place DEADLOCK 4 ATTEMPTS_EXHAUSTED");
		});
	}

	@Test
	void seesTheNewVersionInAnOpenSession() {
		run((context) -> {
			CustomerRepository customers = context.getBean(CustomerRepository.class);
			Long id = customers.save(new Customer("Ann")).getId();
			inOpenSession(context, () -> {
				int attempts = context.getBean(OrderService.class).place((attempt) -> {
					Customer customer = customers.findById(id).orElseThrow();
					if (attempt == 1) {
						commitElsewhere("UPDATE customer SET version = version + 1, name = 'Bob' WHERE id = " + id);
					}
					assertThat(customer.getName()).isEqualTo((attempt == 1) ? "Ann" : "Bob");
					customer.setName(customer.getName() + "!");
				});

				assertThat(attempts).isEqualTo(2);
			});
			assertThat(customers.findById(id)).get().extracting(Customer::getName).isEqualTo("Bob!");
		});
	}

	@Test
	void doesNotTryAgainWhatWouldBeLost() {
		run((context) -> {
			CustomerRepository customers = context.getBean(CustomerRepository.class);
			Long id = customers.save(new Customer("Ann")).getId();
			OrderService orders = context.getBean(OrderService.class);
			inOpenSession(context, () -> {
				Customer customer = customers.findById(id).orElseThrow();

				assertThatExceptionOfType(DataAccessException.class)
					.isThrownBy(() -> orders.rename(customer, (attempt) -> fail(context, "40P01")));
			});

			assertThat(orders.attempts()).isOne();
			assertThat(listener(context).events).containsExactly("gaveUp OrderService.rename DEADLOCK 1 OPEN_SESSION");
		});
	}

	@Test
	void takesAnotherConnectionInAnOpenSession() {
		run((context) -> {
			CustomerRepository customers = context.getBean(CustomerRepository.class);
			inOpenSession(context, () -> {
				int attempts = context.getBean(OrderService.class).place((attempt) -> {
					if (attempt == 1) {
						customers.findAll();
						terminateOthers();
					}
					customers.saveAndFlush(new Customer("Ann" + attempt));
				});

				assertThat(attempts).isEqualTo(2);
			});
			assertThat(customers.findAll()).extracting(Customer::getName).containsExactly("Ann2");
		});
	}

	@Test
	void doesNotSaveAStaleEntityAgain() {
		run((context) -> {
			CustomerRepository customers = context.getBean(CustomerRepository.class);
			Customer stale = customers.save(new Customer("Ann"));
			commitElsewhere("UPDATE customer SET version = version + 1");
			stale.setName("Bob");

			assertThatExceptionOfType(OptimisticLockingFailureException.class).isThrownBy(() -> customers.save(stale));

			assertThat(listener(context).events)
				.containsExactly("gaveUp CustomerRepository.save OPTIMISTIC_LOCK 1 NOT_RETRYABLE");
		});
	}

	private static ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withUserConfiguration(Shop.class, Listening.class)
			.withPropertyValues(database.springProperties())
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=create", "db.retry.base-delay=1ms", "db.pool.size=2",
					"spring.liquibase.enabled=false", "spring.flyway.enabled=false");
	}

	private static void run(Consumer<AssertableApplicationContext> test) {
		runner().run((context) -> {
			assertThat(context).hasNotFailed();
			prepare();
			test.accept(context);
		});
	}

	private static void prepare() {
		commitElsewhere("DROP TABLE IF EXISTS stock", "CREATE TABLE stock (article text, amount int)",
				"INSERT INTO stock VALUES ('pen', 10)");
	}

	private static int sum(JdbcTemplate jdbc) {
		Integer sum = jdbc.queryForObject("SELECT sum(amount) FROM stock", Integer.class);
		return (sum != null) ? sum : 0;
	}

	private static void fail(AssertableApplicationContext context, String state) {
		context.getBean(JdbcTemplate.class)
			.execute("DO $$ BEGIN RAISE EXCEPTION 'deadlock on purpose' USING ERRCODE = '" + state + "'; END $$");
	}

	// The sequence remembers what the transaction forgets.
	private static void failOnceAtCommit(String table, String state) {
		commitElsewhere("DROP SEQUENCE IF EXISTS failures", "CREATE SEQUENCE failures",
				"CREATE OR REPLACE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
						+ "IF nextval('failures') = 1 THEN RAISE EXCEPTION 'at commit' USING ERRCODE = '" + state
						+ "'; END IF; RETURN NULL; END $$",
				"CREATE CONSTRAINT TRIGGER fail_once AFTER INSERT ON " + table
						+ " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fail_once()");
	}

	private static void terminateOthers() {
		commitElsewhere("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
				+ "WHERE datname = current_database() AND pid <> pg_backend_pid()");
	}

	private static void commitElsewhere(String... statements) {
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// As open-in-view does around a request.
	private static void inOpenSession(AssertableApplicationContext context, Runnable request) {
		EntityManagerFactory factory = context.getBean(EntityManagerFactory.class);
		EntityManagerHolder holder = new EntityManagerHolder(factory.createEntityManager());
		TransactionSynchronizationManager.bindResource(factory, holder);
		try {
			request.run();
		}
		finally {
			TransactionSynchronizationManager.unbindResource(factory);
			holder.getEntityManager().close();
		}
	}

	private static Recorder listener(AssertableApplicationContext context) {
		return context.getBean(Recorder.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Listening {

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

	}

	/**
	 * Writes down what happens to units of work.
	 */
	static class Recorder implements UnitListener {

		private final List<String> events = new ArrayList<>();

		@Override
		public void retrying(String operation, FailureKind kind, int attempt, Duration delay) {
			this.events.add("retrying " + operation + " " + kind + " " + attempt);
		}

		@Override
		public void recovered(String operation, FailureKind kind, int attempts, Duration elapsed) {
			this.events.add("recovered " + operation + " " + kind + " " + attempts);
		}

		@Override
		public void gaveUp(String operation, FailureKind kind, int attempts, GiveUpReason reason) {
			this.events.add("gaveUp " + operation + " " + kind + " " + attempts + " " + reason);
		}

	}

}
