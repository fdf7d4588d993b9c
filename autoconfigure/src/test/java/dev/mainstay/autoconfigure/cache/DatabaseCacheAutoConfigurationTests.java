package dev.mainstay.autoconfigure.cache;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;

import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.cache.CachedQuery;
import dev.mainstay.cache.QueryCache;
import dev.mainstay.cache.jpa.SecondLevelCacheReads;
import dev.mainstay.cache.key.KeyContext;
import dev.mainstay.cache.method.CachedQueryAdvisor;
import dev.mainstay.cache.method.InvalidCachedQueryException;
import dev.mainstay.cache.read.SimulatedCache;
import dev.mainstay.cache.store.CacheStrategy;
import dev.mainstay.cache.tracking.ChangeTracker;
import dev.mainstay.cache.warm.TestWarming;
import dev.mainstay.cache.warm.WarmAnswers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabaseCacheAutoConfiguration}.
 */
class DatabaseCacheAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class, DatabasePoolAutoConfiguration.class,
				DatabaseCacheAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:cached");

	@Test
	void thereIsACacheButNoCacheManagerForEverybody() {
		this.runner.withBean(WantsManager.class).run((context) -> {
			assertThat(context).hasSingleBean(QueryCache.class).hasBean("mainstayCacheManager");
			assertThat(context.getBean(WantsManager.class).manager).isNull();
		});
	}

	@Test
	void methodsAreSimplyCalledIfItIsSwitchedOff() {
		this.runner.withPropertyValues("db.cache.enabled=false").withBean(Entities.class).run((context) -> {
			assertThat(context).hasNotFailed()
				.doesNotHaveBean(QueryCache.class)
				.doesNotHaveBean(ChangeTracker.class)
				.doesNotHaveBean(CachedQueryAdvisor.class)
				.doesNotHaveBean("mainstayCacheManager");
			assertThat(context.getBean(Entities.class).rows()).isNotNull();
		});
	}

	@Test
	void nothingIsReadInTheBackgroundIfThatIsSwitchedOff() {
		this.runner.withPropertyValues("db.cache.warming.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(QueryCache.class)
				.doesNotHaveBean(WarmAnswers.class)
				.doesNotHaveBean(WarmingThreads.class));
	}

	@Test
	void hibernateFindsItsListenerInANativeImage() {
		TestGenerationContext generation = new TestGenerationContext();
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(DatabaseCacheAutoConfiguration.HibernateConfiguration.class);

			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}

		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(SecondLevelCacheReads.class.getConstructors()[0]))
			.accepts(generation.getRuntimeHints());
	}

	@Test
	void backsOffForWarmAnswersOfTheUser() {
		SimulatedCache cache = new SimulatedCache();
		WarmAnswers answers = new WarmAnswers(cache.reads(), cache.store(), cache.versions(), KeyContext.NONE,
				(target) -> null, TestWarming.DEFAULTS, () -> 0, () -> 0);
		this.runner.withBean(WarmAnswers.class, () -> answers)
			.run((context) -> assertThat(context.getBean(WarmAnswers.class)).isSameAs(answers));
	}

	@Test
	void saysWhatToReturnInsteadOfAStream() {
		this.runner.withBean(Entities.class).run((context) -> {
			assertThat(context).hasFailed();
			Throwable failure = context.getStartupFailure();
			assertThat(failure).hasRootCauseInstanceOf(InvalidCachedQueryException.class);
			FailureAnalysis analysis = Objects
				.requireNonNull(new InvalidCachedQueryFailureAnalyzer().analyze(Objects.requireNonNull(failure)));
			assertThat(analysis.getDescription()).contains(Entities.class.getName() + ".rows");
			assertThat(analysis.getAction()).contains("Return", "remove @CachedQuery");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { ReturnsNothing.class, NeedsSupplier.class, NamesNobody.class, HasBadTime.class,
			HasBadExpression.class, HasTwoStrategies.class, IsFinal.class })
	<T> void refusesWhatCannotBeKept(Class<T> bean) {
		this.runner.withBean(bean).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(InvalidCachedQueryException.class);
		});
	}

	static class WantsManager {

		@Autowired(required = false)
		@Nullable CacheManager manager;

	}

	static class Entities {

		@CachedQuery
		Stream<String> rows() {
			return Stream.empty();
		}

	}

	static class ReturnsNothing {

		@CachedQuery
		void run() {
		}

	}

	static class NeedsSupplier {

		@CachedQuery
		int count(Supplier<String> name) {
			return 1;
		}

	}

	static class NamesNobody {

		@CachedQuery(key = "#somebody")
		int count(String name) {
			return 1;
		}

	}

	static class HasBadTime {

		@CachedQuery(ttl = "soon")
		int count() {
			return 1;
		}

	}

	static class HasBadExpression {

		@CachedQuery(unless = "#result +")
		int count() {
			return 1;
		}

	}

	static class HasTwoStrategies {

		@CachedQuery(strategy = { CacheStrategy.LRU, CacheStrategy.TTL })
		List<String> names() {
			return List.of();
		}

	}

	static class IsFinal {

		@CachedQuery
		final int count() {
			return 1;
		}

	}

}
