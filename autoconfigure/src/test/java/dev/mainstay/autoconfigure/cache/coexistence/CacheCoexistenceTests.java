package dev.mainstay.autoconfigure.cache.coexistence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;

import dev.mainstay.cache.spring.QueryCacheManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application with a cache of its own caches as it did before Mainstay was
 * added.
 */
@ExtendWith(OutputCaptureExtension.class)
class CacheCoexistenceTests {

	private static final List<String> CACHED = List.of("recipe 1", "recipe 1", "recipe 2", "recipe 2", "recipe 3");

	private final ApplicationContextRunner without = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class, CacheAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:coexistence")
		.withBean(Injected.class);

	private final ApplicationContextRunner with = this.without.withConfiguration(mainstay());

	private static AutoConfigurations mainstay() {
		List<Class<?>> all = new ArrayList<>();
		for (String name : ImportCandidates.load(AutoConfiguration.class, null)) {
			if (name.startsWith("dev.mainstay.autoconfigure.cache.")
					|| name.startsWith("dev.mainstay.autoconfigure.pool.")
					|| name.startsWith("dev.mainstay.autoconfigure.transaction.")) {
				all.add(classOf(name));
			}
		}
		return AutoConfigurations.of(all.toArray(Class<?>[]::new));
	}

	private static Class<?> classOf(String name) {
		try {
			return Class.forName(name);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { OwnCaching.LeftToBoot.class, OwnCaching.Manager.class, OwnCaching.CaffeineManager.class,
			OwnCaching.ManagerNamedLikeOurs.class, OwnCaching.PrimaryManager.class, OwnCaching.ManagerOfMethods.class,
			OwnCaching.ManagerOfClass.class, OwnCaching.Caches.class, OwnCaching.ResolverOfClass.class,
			OwnCaching.ResolverInsteadOfManager.class, OwnCaching.Configurer.class, OwnCaching.ConfigurerOfTwo.class })
	void cachesAsBefore(Class<?> application) {
		Seen before = seen(this.without.withUserConfiguration(application));

		assertThat(before.answers()).isEqualTo(CACHED);
		assertThat(seen(this.with.withUserConfiguration(application))).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "simple", "caffeine", "none" })
	void bootMakesTheManagerThatIsAskedFor(String type) {
		String property = "spring.cache.type=" + type;
		Seen before = seen(
				this.without.withUserConfiguration(OwnCaching.LeftToBoot.class).withPropertyValues(property));

		assertThat(before.manager()).isNotNull();
		assertThat(before.answers().equals(CACHED)).isEqualTo(!type.equals("none"));
		assertThat(seen(this.with.withUserConfiguration(OwnCaching.LeftToBoot.class).withPropertyValues(property)))
			.isEqualTo(before);
	}

	@Test
	void bootChoosesItsSimpleManagerWithoutCaffeine() {
		FilteredClassLoader noCaffeine = new FilteredClassLoader(Caffeine.class);
		Seen before = seen(this.without.withUserConfiguration(OwnCaching.LeftToBoot.class).withClassLoader(noCaffeine));

		assertThat(before.manager()).isEqualTo("cacheManager: ConcurrentMapCacheManager");
		assertThat(seen(this.with.withUserConfiguration(OwnCaching.LeftToBoot.class).withClassLoader(noCaffeine)))
			.isEqualTo(before);
	}

	// The context knows the only bean of a type by its type, whoever may be given it.
	@Test
	void ourManagerIsFoundByTypeOnlyWhereThereIsNoOther() {
		this.with.withUserConfiguration(OwnCaching.Manager.class)
			.run((context) -> assertThat(context.getBean(CacheManager.class))
				.isInstanceOf(ConcurrentMapCacheManager.class));
		this.with.run((context) -> {
			assertThat(context.getBean(CacheManager.class)).isInstanceOf(QueryCacheManager.class);
			assertThat(context.getBean(Injected.class).managers.getIfAvailable()).isNull();
		});
	}

	@Test
	void whoeverNamesOurManagerUsesItBesidesHisOwn() {
		this.with.withUserConfiguration(OwnCaching.Manager.class)
			.withBean("followed", RecipeCalls.Followed.class)
			.run((context) -> {
				RecipeCalls followed = context.getBean("followed", RecipeCalls.class);

				assertThat(seen(context).answers()).isEqualTo(CACHED);
				assertThat(followed.find(1)).isEqualTo(followed.find(1));
				assertThat(context.getBean(QueryCacheManager.class).getCacheNames()).containsExactly("recipes");
				assertThat(advisors(followed)).contains("CacheCallAdvisor");
			});
	}

	@Test
	void saysWhatToTypeIfOurManagerIsUsedWithoutItsName(CapturedOutput output) {
		this.with.withUserConfiguration(OwnCaching.OursForAll.class).run((context) -> {
			RecipeCalls recipes = context.getBean(RecipeCalls.class);

			assertThat(recipes.find(1)).isNotEqualTo(recipes.find(1));
			assertThat(output).containsOnlyOnce("Something puts values into cache 'recipes'")
				.contains("cacheManager = \"mainstayCacheManager\"");
		});
	}

	private static Seen seen(ApplicationContextRunner application) {
		List<Seen> seen = new ArrayList<>();
		application.run((context) -> {
			assertThat(context).hasNotFailed();
			seen.add(seen(context));
		});
		return seen.get(0);
	}

	private static Seen seen(AssertableApplicationContext context) {
		RecipeCalls recipes = context.getBean("recipes", RecipeCalls.class);
		List<String> answers = new ArrayList<>(List.of(recipes.find(1), recipes.find(1), recipes.change(1)));
		answers.add(recipes.find(1));
		recipes.remove(1);
		answers.add(recipes.find(1));
		ObjectProvider<CacheManager> injected = context.getBean(Injected.class).managers;
		List<String> filled = injected.orderedStream()
			.map((manager) -> manager.getClass().getSimpleName() + manager.getCacheNames())
			.toList();
		String available = describe(injected::getIfAvailable);
		return new Seen(answers, advisors(recipes), nameOf(context, injected), available, filled);
	}

	private static List<String> advisors(Object bean) {
		return Stream.of(((Advised) bean).getAdvisors())
			.map(Advisor::getClass)
			.<String>map(Class::getSimpleName)
			.toList();
	}

	private static @Nullable String nameOf(AssertableApplicationContext context,
			ObjectProvider<CacheManager> managers) {
		CacheManager unique = managers.getIfUnique();
		return context.getSourceApplicationContext()
			.getBeansOfType(CacheManager.class)
			.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() == unique)
			.map((entry) -> entry.getKey() + ": " + entry.getValue().getClass().getSimpleName())
			.findFirst()
			.orElse(null);
	}

	private static String describe(Supplier<@Nullable CacheManager> manager) {
		try {
			CacheManager found = manager.get();
			return (found != null) ? found.getClass().getSimpleName() : "none";
		}
		catch (BeansException ex) {
			return ex.getClass().getSimpleName();
		}
	}

	/**
	 * What can be seen of how an application caches.
	 *
	 * @param answers what a method returned, called again and again
	 * @param advisors what stands around it
	 * @param manager the manager that whoever wants one is given, by its name
	 * @param available the type of the manager that is injected, or why none is
	 * @param filled all managers that are injected, with the names of their caches
	 */
	record Seen(List<String> answers, List<String> advisors, @Nullable String manager, String available,
			List<String> filled) {

	}

	static class Injected {

		final ObjectProvider<CacheManager> managers;

		Injected(ObjectProvider<CacheManager> managers) {
			this.managers = managers;
		}

	}

}
