package dev.mainstay.autoconfigure.transaction.strategy;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.env.MapPropertySource;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.SideConnections;
import dev.mainstay.operation.DatabaseOperation;
import dev.mainstay.testsupport.TestDatabase;
import dev.mainstay.transaction.strategy.CurrentStrategy;
import dev.mainstay.transaction.strategy.InvalidStrategyException;
import dev.mainstay.transaction.strategy.PlainTransaction;
import dev.mainstay.transaction.strategy.StatementTimeoutHook;
import dev.mainstay.transaction.strategy.TransactionStrategies;
import dev.mainstay.transaction.strategy.TransactionStrategy;
import dev.mainstay.transaction.strategy.TransactionalMarker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabaseTransactionStrategyAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseTransactionStrategyAutoConfigurationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	private final ApplicationContextRunner application = StrategyApplication.withoutJpa(database)
		.withBean(Service.class);

	@Test
	void letsPropertiesChangeAndAddStrategies() {
		this.application
			.withPropertyValues("db.transaction.strategies.read-only.statement-timeout=3",
					"db.transaction.strategies.complex-write.timeout=20",
					"db.transaction.strategies.complex-write.isolation=repeatable-read",
					"db.transaction.strategies.strict.read-only=true")
			.run((context) -> {
				TransactionStrategies strategies = context.getBean(TransactionStrategies.class);

				assertThat(strategies.get("read-only")).hasToString(
						"TransactionStrategy[name=read-only, readOnly=true, isolation=null, statementTimeout=PT3S, "
								+ "timeout=null]");
				assertThat(strategies.get("complex-write")).hasToString("TransactionStrategy[name=complex-write, "
						+ "readOnly=false, isolation=REPEATABLE_READ, statementTimeout=PT20S, timeout=PT20S]");
				assertThat(strategies.get("strict").isolation()).isEqualTo(Isolation.SERIALIZABLE);
				assertThat(strategies.all()).extracting(TransactionStrategy::name)
					.containsExactly("read-only", "simple-write", "complex-write", "brief", "strict");
			});
	}

	@Test
	void backsOffFromStrategiesOfTheUser() {
		TransactionStrategies own = new TransactionStrategies(TransactionStrategy.builtIn(), Map.of());

		this.application.withBean(TransactionStrategies.class, () -> own)
			.run((context) -> assertThat(context.getBean(TransactionStrategies.class)).isSameAs(own));
	}

	@ParameterizedTest
	@CsvSource({ "db.transaction.enabled=false", "db.enabled=false" })
	void canBeSwitchedOff(String property) {
		this.application.withPropertyValues(property).run((context) -> {
			assertThat(context).doesNotHaveBean(TransactionStrategies.class)
				.doesNotHaveBean(CurrentStrategy.class)
				.doesNotHaveBean(StatementTimeoutHook.class);
			assertThat(context.getBean(Service.class).reading()).isNull();
		});
	}

	@Test
	void worksWithoutSpringData() {
		StrategyApplication.withoutJpa(database)
			.withClassLoader(new FilteredClassLoader(RepositoryFactoryBeanSupport.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(AttributeSourcePostProcessor.class)
				.doesNotHaveBean("mainstayStrategyRepositoryPostProcessor"));
	}

	@Test
	void makesMethodsTransactionalThatAMarkerAnnounces() {
		this.application.withBean(TransactionalMarker.class, () -> new TransactionalMarker(Marked.class))
			.run((context) -> assertThat(context.getBean(Service.class).marked()).endsWith("Service.marked"));
		this.application.run((context) -> assertThat(context.getBean(Service.class).marked()).isNull());
	}

	@Test
	void listensToTransactionManagersOfTheUser() {
		this.application.withUserConfiguration(TwoManagers.class).run((context) -> {
			CurrentStrategy current = context.getBean(CurrentStrategy.class);

			assertThat(context.getBeansOfType(DataSourceTransactionManager.class).values()).hasSize(2)
				.allSatisfy(
						(manager) -> assertThat(manager.getTransactionExecutionListeners()).containsOnlyOnce(current));
		});
	}

	@Test
	void listensOnceToTheTransactionManagerOfBoot() {
		this.application.run((context) -> assertThat(
				context.getBean(DataSourceTransactionManager.class).getTransactionExecutionListeners())
			.containsOnlyOnce(context.getBean(CurrentStrategy.class)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			db.operations.menus.strategy=lazy | db.operations.menus.strategy=lazy is not the name of a transaction \
			strategy | Type one of read-only, simple-write, complex-write, brief, strict, or define it by \
			db.transaction.strategies.lazy.statement-timeout.
			db.transaction.strategies.read-only.statement-timeout=0 | \
			db.transaction.strategies.read-only.statement-timeout=0s must be at least 1ms | Type for example 30s, or \
			leave it out for the limit of the session (db.session.statement-timeout).
			db.transaction.strategies.strict.timeout=-5s | db.transaction.strategies.strict.timeout=-5s must be at \
			least 1ms | Type for example 60s, or leave it out for no limit.
			db.transaction.strategies.strict.timeout=60s | db.transaction.strategies.strict.statement-timeout=2m is \
			longer than the timeout of the whole transaction | Type a shorter statement-timeout or a longer timeout.""")
	void explainsABadValue(String property, String message, String action) {
		this.application.withPropertyValues(property).run((context) -> {
			InvalidPropertyException failure = cause(context.getStartupFailure(), InvalidPropertyException.class);

			assertThat(failure).hasMessage(message);
			assertThat(failure.getAction()).isEqualTo(action);
		});
	}

	@Test
	void failsTheStartWhenAMethodContradictsItsStrategy() {
		this.application.withBean(Contradiction.class).run((context) -> {
			InvalidStrategyException failure = cause(context.getStartupFailure(), InvalidStrategyException.class);
			FailureAnalysis analysis = Objects.requireNonNull(new InvalidStrategyFailureAnalyzer().analyze(failure));

			assertThat(analysis.getCause()).isSameAs(failure);
			assertThat(analysis.getDescription()).isEqualToNormalizingNewlines("""
					The transaction strategy of a method can't be used:

					    Method: %s.count
					    Reason: propagation SUPPORTS never begins a transaction, so it cannot have strategy \
					'read-only'""".formatted(Contradiction.class.getName()));
			assertThat(analysis.getAction()).startsWith("Give the strategy to the method that begins the transaction");
		});
	}

	@Test
	void saysWhatAnIsolationLevelIsWorth(CapturedOutput output) {
		this.application.run((context) -> assertThat(context.getBean(Service.class).reading())
			.isEqualTo(Service.class.getName() + ".reading [read-only]"));

		assertThat(output)
			.containsOnlyOnce("Transaction strategy 'strict' asks for isolation SERIALIZABLE on data source "
					+ "'dataSource'; H2 does not prevent write skew at this level");
	}

	@Test
	void refusesAnIsolationThatTheOnlyDatabaseDoesNotHave() {
		this.application
			.withBean(SideConnections.class, OracleConnections::new, (definition) -> definition.setPrimary(true))
			.withPropertyValues("db.transaction.strategies.strict.isolation=repeatable-read")
			.run((context) -> assertThat(cause(context.getStartupFailure(), InvalidPropertyException.class)).hasMessage(
					"db.transaction.strategies.strict.isolation=REPEATABLE_READ is an isolation level that Oracle does "
							+ "not have"));
	}

	@Test
	void canBeProcessedAheadOfTime() {
		TestGenerationContext generation = new TestGenerationContext();
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("test", Map.of("db.operations.menus.strategy", "unknown")));
			context.register(Ahead.class, DatabaseTransactionStrategyAutoConfiguration.class);

			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}

		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(PlainTransaction.class, "run"))
			.accepts(generation.getRuntimeHints());
	}

	private static <E extends Throwable> E cause(@Nullable Throwable failure, Class<E> type) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		throw new AssertionError("No %s among the causes".formatted(type.getSimpleName()), failure);
	}

	/**
	 * An annotation that asks for a transaction.
	 */
	@Retention(RetentionPolicy.RUNTIME)
	@interface Marked {

	}

	static class Service {

		@DatabaseOperation(strategy = "read-only")
		@Nullable String reading() {
			return TransactionSynchronizationManager.getCurrentTransactionName();
		}

		@Marked
		@Nullable String marked() {
			return TransactionSynchronizationManager.getCurrentTransactionName();
		}

	}

	static class Contradiction {

		@DatabaseOperation(strategy = "read-only")
		@Transactional(propagation = Propagation.SUPPORTS)
		long count() {
			return 0;
		}

	}

	static class OracleConnections implements SideConnections {

		@Override
		public List<String> dataSources() {
			return List.of("dataSource");
		}

		@Override
		public DatabaseProduct product(String dataSource) {
			return DatabaseProduct.ORACLE;
		}

		@Override
		public Connection open(String dataSource, Duration timeout) throws SQLException {
			throw new SQLException("Not there");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoManagers {

		@Bean
		DataSourceTransactionManager first() {
			return new DataSourceTransactionManager(new SimpleDriverDataSource());
		}

		@Bean
		DataSourceTransactionManager second() {
			return new DataSourceTransactionManager(new SimpleDriverDataSource());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class Ahead {

		@Bean
		Service service() {
			return new Service();
		}

	}

}
