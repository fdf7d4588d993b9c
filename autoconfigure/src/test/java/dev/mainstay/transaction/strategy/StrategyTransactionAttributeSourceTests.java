package dev.mainstay.transaction.strategy;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.RollbackRuleAttribute;
import org.springframework.transaction.interceptor.TransactionAttribute;

import dev.mainstay.operation.DatabaseOperation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StrategyTransactionAttributeSource}.
 */
class StrategyTransactionAttributeSourceTests {

	private final AnnotationTransactionAttributeSource annotations = new AnnotationTransactionAttributeSource(false);

	private final StrategyTransactionAttributeSource source = source(Map.of("tuned", "strict"));

	private StrategyTransactionAttributeSource source(Map<String, String> operations) {
		List<TransactionStrategy> strategies = new ArrayList<>(TransactionStrategy.builtIn());
		strategies.add(new TransactionStrategy("strict", null, Isolation.SERIALIZABLE, Duration.ofSeconds(120),
				Duration.ofSeconds(300)));
		TransactionStrategies all = new TransactionStrategies(strategies, operations);
		return new StrategyTransactionAttributeSource(this.annotations, () -> all, new CurrentStrategy(() -> all),
				() -> true, Set.of(Marked.class));
	}

	@Test
	void addsTheStrategyToWhatTheMethodDeclares() {
		TransactionAttribute attribute = attribute(Menus.class, "generate");

		assertThat(attribute.getIsolationLevel()).isEqualTo(TransactionDefinition.ISOLATION_SERIALIZABLE);
		assertThat(attribute.getTimeout()).isEqualTo(300);
		assertThat(attribute.isReadOnly()).isFalse();
		assertThat(attribute.getPropagationBehavior()).isEqualTo(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		assertThat(attribute.getQualifier()).isEqualTo("menus");
		assertThat(attribute.getLabels()).containsExactly("weekly");
		assertThat(attribute.rollbackOn(new IOException())).isTrue();
		assertThat(attribute.rollbackOn(new IllegalStateException())).isFalse();
		assertThat(attribute.getName()).isEqualTo(Menus.class.getName() + ".generate [strict]");
	}

	@Test
	void keepsWhatTheStrategyLeavesOpen() {
		TransactionAttribute attribute = attribute(Menus.class, "strictRead");

		assertThat(attribute.isReadOnly()).isTrue();
		assertThat(attribute(Menus.class, "slowWrite").getTimeout()).isEqualTo(7);
	}

	@Test
	void makesAMethodWithAStrategyTransactional() {
		this.annotations.addDefaultRollbackRule(RollbackRuleAttribute.ROLLBACK_ON_ALL_EXCEPTIONS);

		TransactionAttribute attribute = attribute(Menus.class, "find");

		assertThat(attribute.isReadOnly()).isTrue();
		assertThat(attribute.getPropagationBehavior()).isEqualTo(TransactionDefinition.PROPAGATION_REQUIRED);
		assertThat(attribute.rollbackOn(new IOException())).as("by the rule of the application").isTrue();
	}

	@Test
	void prefersTheStrategyOfTheConfiguration() {
		TransactionAttribute attribute = attribute(Menus.class, "tuned");

		assertThat(attribute.getName()).endsWith("[strict]");
	}

	@Test
	void knowsAnOperationWithoutANameByItsClassAndMethod() {
		StrategyTransactionAttributeSource tuned = source(Map.of("Menus.find", "simple-write"));

		TransactionAttribute attribute = Objects
			.requireNonNull(tuned.getTransactionAttribute(method(Menus.class, "find"), Menus.class));

		assertThat(attribute.getName()).endsWith("[simple-write]");
	}

	@Test
	void holdsForThePublicMethodsOfAType() {
		assertThat(attribute(Recipes.class, "list").getName()).endsWith("[read-only]");
		assertThat(attribute(Recipes.class, "change").getName()).endsWith("[simple-write]");
		assertThat(find(Recipes.class, "internal")).isNull();
		assertThat(find(Recipes.class, "hidden")).isNull();
		assertThat(find(Recipes.class, "toString")).isNull();
	}

	@Test
	void findsStrategiesOnInterfaces() throws NoSuchMethodException {
		Method called = Planning.class.getMethod("plan");

		TransactionAttribute attribute = Objects
			.requireNonNull(this.source.getTransactionAttribute(called, Planner.class));

		assertThat(attribute.getName()).isEqualTo(Planner.class.getName() + ".plan [simple-write]");
	}

	@Test
	void makesMarkedMethodsTransactional() {
		TransactionAttribute attribute = attribute(Menus.class, "marked");

		assertThat(attribute.getName()).isEqualTo(Menus.class.getName() + ".marked");
		assertThat(attribute.isReadOnly()).isFalse();
	}

	@Test
	void leavesOtherMethodsAlone() {
		assertThat(attribute(Menus.class, "plain"))
			.isSameAs(this.annotations.getTransactionAttribute(method(Menus.class, "plain"), Menus.class));
		assertThat(find(Menus.class, "named")).isNull();
		assertThat(find(Menus.class, "nothing")).isNull();
		assertThat(this.source.hasTransactionAttribute(method(Menus.class, "nothing"), Menus.class)).isFalse();
	}

	@Test
	void answersAlwaysTheSame() {
		assertThat(this.source.hasTransactionAttribute(method(Menus.class, "generate"), Menus.class)).isTrue();
		assertThat(attribute(Menus.class, "generate")).isSameAs(attribute(Menus.class, "generate"));
	}

	@Test
	void replacesWhatALibrarySaysOfItsRepositories() {
		TransactionAttribute attribute = Objects
			.requireNonNull(repository().getTransactionAttribute(method(Dishes.class, "save"), DishStore.class));

		assertThat(attribute.isReadOnly()).isFalse();
		assertThat(attribute.getName()).isEqualTo(Dishes.class.getName() + ".save [simple-write]");
	}

	@Test
	void refusesToReadWithAQueryThatWrites() {
		assertThatExceptionOfType(InvalidStrategyException.class)
			.isThrownBy(() -> repository().hasTransactionAttribute(method(Dishes.class, "rename"), DishStore.class))
			.withMessage("%s.rename: a @Modifying query cannot have strategy 'read-only', which only reads",
					Dishes.class.getName());
	}

	private StrategyTransactionAttributeSource repository() {
		return this.source.forRepository(this.annotations, Dishes.class);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			unknown    | there is no transaction strategy 'missing' | Use one of read-only, simple-write, \
			complex-write, strict, or set db.transaction.strategies.missing.statement-timeout to define it.
			supports   | propagation SUPPORTS never begins a transaction, so it cannot have strategy 'strict' | \
			Give the strategy to the method that begins the transaction, or remove the propagation from \
			@Transactional.
			mandatory  | propagation MANDATORY never begins a transaction, so it cannot have strategy 'strict' | \
			Give the strategy to the method that begins the transaction, or remove the propagation from \
			@Transactional.
			isolation  | @Transactional(isolation = READ_COMMITTED) contradicts strategy 'strict', whose isolation \
			is SERIALIZABLE | Remove the isolation from @Transactional, or from the strategy \
			(db.transaction.strategies.strict.isolation).
			timeout    | @Transactional(timeout = 5) contradicts strategy 'strict', whose timeout is 300 seconds | \
			Remove the timeout from @Transactional, or from the strategy (db.transaction.strategies.strict.timeout).
			readOnly   | @Transactional(readOnly = true) contradicts strategy 'simple-write', which writes | Use \
			strategy 'read-only' if the method only reads. If it writes, remove readOnly; where it stands on the \
			type, add a plain @Transactional to the method.""")
	void refusesWhatContradictsTheStrategy(String method, String reason, String action) {
		assertThatExceptionOfType(InvalidStrategyException.class).isThrownBy(() -> find(Contradictions.class, method))
			.satisfies((ex) -> {
				assertThat(ex.getMethod()).isEqualTo(Contradictions.class.getName() + "." + method);
				assertThat(ex.getReason()).isEqualTo(reason);
				assertThat(ex.getAction()).isEqualTo(action);
			});
	}

	private TransactionAttribute attribute(Class<?> type, String method) {
		return Objects.requireNonNull(find(type, method));
	}

	private @Nullable TransactionAttribute find(Class<?> type, String method) {
		return this.source.getTransactionAttribute(method(type, method), type);
	}

	private static Method method(Class<?> type, String name) {
		return Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> method.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * An annotation that asks for a transaction.
	 */
	@Retention(RetentionPolicy.RUNTIME)
	@interface Marked {

	}

	static class Menus {

		@DatabaseOperation(strategy = "strict")
		@Transactional(transactionManager = "menus", label = "weekly", propagation = Propagation.REQUIRES_NEW,
				rollbackFor = IOException.class, noRollbackFor = IllegalStateException.class)
		void generate() {
		}

		@DatabaseOperation(strategy = "strict")
		@Transactional(readOnly = true, isolation = Isolation.SERIALIZABLE, timeout = 300)
		void strictRead() {
		}

		@DatabaseOperation(strategy = "simple-write")
		@Transactional(timeout = 7)
		void slowWrite() {
		}

		@DatabaseOperation(strategy = "read-only")
		void find() {
		}

		@DatabaseOperation(name = "tuned", strategy = "read-only")
		void tuned() {
		}

		@DatabaseOperation("just-a-name")
		void named() {
		}

		@Marked
		void marked() {
		}

		@Transactional
		void plain() {
		}

		void nothing() {
		}

	}

	@DatabaseOperation(name = "recipes", strategy = "read-only")
	public static class Recipes {

		public void list() {
			hidden();
		}

		@DatabaseOperation(strategy = "simple-write")
		public void change() {
		}

		void internal() {
		}

		private void hidden() {
		}

		@Override
		public String toString() {
			return "recipes";
		}

	}

	interface Planning {

		@DatabaseOperation(strategy = "simple-write")
		void plan();

	}

	static class Planner implements Planning {

		@Override
		public void plan() {
		}

	}

	@DatabaseOperation(strategy = "read-only")
	interface Dishes {

		@DatabaseOperation(strategy = "simple-write")
		void save();

		@Modifying
		void rename();

	}

	@Transactional(readOnly = true)
	static class DishStore implements Dishes {

		@Override
		public void save() {
		}

		@Override
		public void rename() {
		}

	}

	static class Contradictions {

		@DatabaseOperation(strategy = "missing")
		void unknown() {
		}

		@DatabaseOperation(strategy = "strict")
		@Transactional(propagation = Propagation.SUPPORTS)
		void supports() {
		}

		@DatabaseOperation(strategy = "strict")
		@Transactional(propagation = Propagation.MANDATORY)
		void mandatory() {
		}

		@DatabaseOperation(strategy = "strict")
		@Transactional(isolation = Isolation.READ_COMMITTED)
		void isolation() {
		}

		@DatabaseOperation(strategy = "strict")
		@Transactional(timeout = 5)
		void timeout() {
		}

		@DatabaseOperation(strategy = "simple-write")
		@Transactional(readOnly = true)
		void readOnly() {
		}

	}

}
