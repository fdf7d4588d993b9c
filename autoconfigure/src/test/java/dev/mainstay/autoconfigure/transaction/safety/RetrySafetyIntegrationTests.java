package dev.mainstay.autoconfigure.transaction.safety;

import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

import javax.sql.DataSource;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.mainstay.testsupport.TestDatabase;
import dev.mainstay.transaction.SavepointTemplate;
import dev.mainstay.transaction.TransactionRetryTemplate;
import dev.mainstay.transaction.UnitRunner;
import dev.mainstay.transaction.UnitsOfWork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests that retried transactions do nothing twice and lose nothing, on PostgreSQL.
 */
class RetrySafetyIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	// An error in afterCommit(), on the committed connection
	@Test
	void afterCommitDeadlockDoesNotRepeatCommittedWork() {
		run((context) -> {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			WarehouseService svc = context.getBean(WarehouseService.class);
			catchThrowable(() -> svc.retryable((attempt) -> {
				jdbc.update("INSERT INTO stock VALUES ('order', 1)");
				TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
					@Override
					public void afterCommit() {
						if (attempt == 1) {
							fail(context, "40P01");
						}
					}
				});
			}));
			assertThat(count("stock WHERE article = 'order'")).isOne();
		});
	}

	// An error in afterCommit(), in a transaction of its own
	@Test
	void afterCommitRequiresNewDeadlockDoesNotRepeatCommittedWork() {
		run((context) -> {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			WarehouseService svc = context.getBean(WarehouseService.class);
			TransactionTemplate fresh = requiresNew(context);
			catchThrowable(() -> svc.retryable((attempt) -> {
				jdbc.update("INSERT INTO stock VALUES ('order', 1)");
				TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
					@Override
					public void afterCommit() {
						if (attempt == 1) {
							fresh.executeWithoutResult((status) -> fail(context, "40P01"));
						}
					}
				});
			}));
			assertThat(count("stock WHERE article = 'order'")).isOne();
		});
	}

	// As 1, with Spring's JDBC transaction manager
	@Test
	void afterCommitDeadlockDoesNotRepeatCommittedWorkOfJdbc() {
		run((context) -> {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			TransactionRetryTemplate template = new TransactionRetryTemplate(context.getBean(UnitRunner.class),
					context.getBean(UnitsOfWork.class), new JdbcTransactionManager(context.getBean(DataSource.class)),
					null);
			int[] attempts = new int[1];
			catchThrowable(() -> template.runWithoutResult(() -> {
				attempts[0]++;
				jdbc.update("INSERT INTO stock VALUES ('order', 1)");
				TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
					@Override
					public void afterCommit() {
						if (attempts[0] == 1) {
							fail(context, "40P01");
						}
					}
				});
			}));
			assertThat(count("stock WHERE article = 'order'")).isOne();
		});
	}

	// A repository outside of the open transaction (NOT_SUPPORTED)
	@Test
	void suspendedInnerUnitIsNotDoneTwice() {
		run((context) -> {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			WarehouseService svc = context.getBean(WarehouseService.class);
			TransactionTemplate suspended = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
			suspended.setPropagationBehavior(TransactionTemplate.PROPAGATION_NOT_SUPPORTED);
			int[] inner = new int[1];
			catchThrowable(() -> svc.retryable((attempt) -> {
				suspended.executeWithoutResult((status) -> {
					BoxRepository boxes = context.getBean(BoxRepository.class);
					Box box = new Box();
					box.name = "inner";
					boxes.save(box);
					inner[0]++;
				});
				if (attempt == 1) {
					fail(context, "40P01");
				}
			}));
			assertThat(jdbc).isNotNull();
			assertThat(count("box WHERE name = 'inner'")).isOne();
		});
	}

	// REQUIRES_NEW inside a unit
	@Test
	void requiresNewIsNotDoneTwice() {
		run((context) -> {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			WarehouseService svc = context.getBean(WarehouseService.class);
			TransactionTemplate fresh = requiresNew(context);
			catchThrowable(() -> svc.retryable((attempt) -> {
				fresh.executeWithoutResult((status) -> jdbc.update("INSERT INTO stock VALUES ('audit', 1)"));
				if (attempt == 1) {
					fail(context, "40P01");
				}
			}));
			assertThat(count("stock WHERE article = 'audit'")).isOne();
		});
	}

	// Default scope, open-in-view: a retried read detaches what the request holds
	@Test
	void retriedReadDoesNotLoseLaterChanges() {
		run((context) -> {
			BoxRepository boxes = context.getBean(BoxRepository.class);
			Long id = save(context, "Ann");
			inOpenSession(context, () -> {
				Box box = boxes.findById(id).orElseThrow();
				terminateOthers();
				boxes.findByName("x");
				context.getBean(WarehouseService.class).plain(() -> box.name = "Bob");
			});
			assertThat(count("box WHERE name = 'Bob'")).isOne();
		});
	}

	// Template with an entity that the lambda captures
	@Test
	void templateDoesNotLoseChangesOfCapturedEntity() {
		run((context) -> {
			BoxRepository boxes = context.getBean(BoxRepository.class);
			Long id = save(context, "Ann");
			inOpenSession(context, () -> {
				Box box = boxes.findById(id).orElseThrow();
				int[] attempts = new int[1];
				Throwable thrown = catchThrowable(() -> context.getBean(TransactionRetryTemplate.class).run(() -> {
					box.name = "Bob";
					if (++attempts[0] == 1) {
						fail(context, "40P01");
					}
					return true;
				}));
				if (thrown == null) {
					assertThat(count("box WHERE name = 'Bob'")).as("success was reported").isOne();
				}
			});
		});
	}

	// An entity in an array
	@Test
	void arrayOfManagedEntitiesIsNotLost() {
		run((context) -> {
			BoxRepository boxes = context.getBean(BoxRepository.class);
			Long id = save(context, "Ann");
			inOpenSession(context, () -> {
				Box box = boxes.findById(id).orElseThrow();
				Throwable thrown = catchThrowable(
						() -> context.getBean(WarehouseService.class).rename(new Box[] { box }, (attempt) -> {
							if (attempt == 1) {
								fail(context, "40P01");
							}
						}));
				if (thrown == null) {
					assertThat(count("box WHERE name = 'renamed'")).as("success was reported").isOne();
				}
			});
		});
	}

	// SavepointTemplate under JPA: a failed block with entities "takes the transaction
	// with it"
	@Test
	void failedBlockWithEntitiesTakesTheTransactionWithIt() {
		run((context) -> {
			EntityManager em = em(context);
			SavepointTemplate savepoints = context.getBean(SavepointTemplate.class);
			Throwable thrown = catchThrowable(() -> context.getBean(WarehouseService.class).plain(() -> {
				Box outer = new Box();
				outer.name = "outer";
				em.persist(outer);
				try {
					savepoints.run(() -> {
						em.flush();
						throw new IllegalStateException("business");
					});
				}
				catch (IllegalStateException ex) {
					// goes on
				}
			}));
			if (thrown == null) {
				assertThat(count("box WHERE name = 'outer'")).as("success was reported").isOne();
			}
		});
	}

	// SavepointTemplate forgets that the transaction was marked for rollback before
	@Test
	void failedBlockKeepsAnEarlierRollbackOnly() {
		run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			SavepointTemplate savepoints = context.getBean(SavepointTemplate.class);
			TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
			assertThatThrownBy(() -> transaction.executeWithoutResult((status) -> {
				try {
					transaction.executeWithoutResult((inner) -> {
						jdbc.update("INSERT INTO stock VALUES ('half', 1)");
						throw new IllegalStateException("second half failed");
					});
				}
				catch (IllegalStateException ex) {
					// swallowed: Spring has marked the transaction
				}
				try {
					savepoints.run(() -> {
						throw new IllegalStateException("block");
					});
				}
				catch (IllegalStateException ex) {
					// goes on
				}
			})).isInstanceOf(UnexpectedRollbackException.class);
			assertThat(count("stock WHERE article = 'half'")).isZero();
		});
	}

	// Child that is cascaded at flush
	@Test
	void childCascadedAtFlushIsNewAgain() {
		run((context) -> {
			EntityManager em = em(context);
			Long id = save(context, "Ann");
			Thing thing = new Thing();
			int attempts = context.getBean(WarehouseService.class).retryable((attempt) -> {
				Box box = em.find(Box.class, id);
				box.things.add(thing);
				em.flush();
				if (attempt == 1) {
					fail(context, "40P01");
				}
			});
			assertThat(attempts).isEqualTo(2);
			assertThat(count("box_things")).isOne();
		});
	}

	// Derived identity
	@Test
	void derivedIdentityDoesNotMaskTheFirstError() {
		run((context) -> {
			EntityManager em = em(context);
			Long id = save(context, "Ann");
			int attempts = context.getBean(WarehouseService.class).retryable((attempt) -> {
				Line line = new Line();
				line.box = em.find(Box.class, id);
				line.number = 1;
				em.persist(line);
				em.flush();
				if (attempt == 1) {
					fail(context, "40P01");
				}
			});
			assertThat(attempts).isEqualTo(2);
		});
	}

	// What was persisted and cleared can be collected
	@Test
	void doesNotKeepWhatWasPersisted() {
		run((context) -> {
			EntityManager em = em(context);
			context.getBean(WarehouseService.class).retryable((attempt) -> {
				WeakReference<Box> gone = persistAndForget(em);
				for (int i = 0; i < 20 && gone.get() != null; i++) {
					System.gc();
				}
				assertThat(gone.get()).as("batch imports keep everything").isNull();
			});
		});
	}

	private static WeakReference<Box> persistAndForget(EntityManager em) {
		WeakReference<Box> last = null;
		for (int i = 0; i < 10; i++) {
			Box box = new Box();
			em.persist(box);
			last = new WeakReference<>(box);
		}
		em.flush();
		em.clear();
		return last;
	}

	// Autocommit write on a connection outside the transaction, then a conflict
	@Test
	void autocommitWriteBesideIsNotDoneTwice() {
		run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			WarehouseService svc = context.getBean(WarehouseService.class);
			catchThrowable(() -> svc.retryable((attempt) -> {
				try (Connection connection = dataSource.getConnection();
						Statement statement = connection.createStatement()) {
					statement.execute("INSERT INTO stock VALUES ('beside', 1)");
				}
				catch (SQLException ex) {
					throw new IllegalStateException(ex);
				}
				if (attempt == 1) {
					fail(context, "40P01");
				}
			}));
			assertThat(count("stock WHERE article = 'beside'")).isOne();
		});
	}

	private static TransactionTemplate requiresNew(AssertableApplicationContext context) {
		TransactionTemplate fresh = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
		fresh.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
		return fresh;
	}

	private static EntityManager em(AssertableApplicationContext context) {
		return SharedEntityManagerCreator.createSharedEntityManager(context.getBean(EntityManagerFactory.class));
	}

	private static Long save(AssertableApplicationContext context, String name) {
		Box box = new Box();
		box.name = name;
		return context.getBean(BoxRepository.class).save(box).id;
	}

	private static void run(Consumer<AssertableApplicationContext> test) {
		new ApplicationContextRunner().withUserConfiguration(Warehouse.class)
			.withPropertyValues(database.springProperties())
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=create", "db.retry.base-delay=1ms", "db.pool.size=4",
					"spring.liquibase.enabled=false", "spring.flyway.enabled=false")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				elsewhere("DROP TABLE IF EXISTS stock", "CREATE TABLE stock (article text, amount int)");
				test.accept(context);
			});
	}

	private static void fail(AssertableApplicationContext context, String state) {
		context.getBean(JdbcTemplate.class)
			.execute("DO $$ BEGIN RAISE EXCEPTION 'on purpose' USING ERRCODE = '" + state + "'; END $$");
	}

	private static void terminateOthers() {
		elsewhere("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
				+ "WHERE datname = current_database() AND pid <> pg_backend_pid()");
	}

	private static void elsewhere(String... statements) {
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static int count(String from) {
		try (Connection connection = database.connect();
				Statement statement = connection.createStatement();
				var rows = statement.executeQuery("SELECT count(*) FROM " + from)) {
			rows.next();
			return rows.getInt(1);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

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

}
