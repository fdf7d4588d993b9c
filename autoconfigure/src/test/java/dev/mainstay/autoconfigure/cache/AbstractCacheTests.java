package dev.mainstay.autoconfigure.cache;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.aop.framework.Advised;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.interceptor.BeanFactoryTransactionAttributeSourceAdvisor;
import org.springframework.transaction.support.TransactionTemplate;

import dev.mainstay.autoconfigure.Crowd;
import dev.mainstay.autoconfigure.cache.menu.DishRepository;
import dev.mainstay.autoconfigure.cache.menu.DishView;
import dev.mainstay.autoconfigure.cache.menu.Menu;
import dev.mainstay.autoconfigure.cache.menu.MenuService;
import dev.mainstay.cache.QueryCache;
import dev.mainstay.cache.method.CachedQueryAdvisor;
import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.read.Load;
import dev.mainstay.cache.read.ReadOptions;
import dev.mainstay.cache.spring.QueryCacheManager;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.Shape;
import dev.mainstay.cache.warm.WarmAnswers;
import dev.mainstay.cache.warm.WarmingReason;
import dev.mainstay.testsupport.TestDatabase;
import dev.mainstay.transaction.UnitAdvisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what applications see of the query cache.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractCacheTests {

	private static final String NAMES = "SELECT name FROM dish ORDER BY id";

	private final TestDatabase database;

	private ConfigurableApplicationContext context;

	private MenuService service;

	private DishRepository repository;

	private QueryCache cache;

	private JdbcTemplate jdbc;

	AbstractCacheTests(TestDatabase database) {
		this.database = database;
	}

	@BeforeAll
	void start() {
		List<String> arguments = new ArrayList<>(
				List.of("--spring.main.banner-mode=off", "--spring.flyway.enabled=false",
						"--spring.liquibase.enabled=false", "--spring.jpa.hibernate.ddl-auto=create",
						"--db.pool.size=1", "--db.pool.max-overflow=1", "--db.pool.timeout=1s"));
		for (String property : this.database.springProperties()) {
			arguments.add("--" + property);
		}
		this.context = new SpringApplicationBuilder(Menu.class).web(WebApplicationType.NONE)
			.run(arguments.toArray(String[]::new));
		this.service = this.context.getBean(MenuService.class);
		this.repository = this.context.getBean(DishRepository.class);
		this.cache = this.context.getBean(QueryCache.class);
		this.jdbc = this.context.getBean(JdbcTemplate.class);
	}

	@AfterAll
	void stop() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@BeforeEach
	void fill() {
		this.jdbc.update("DELETE FROM dish");
		this.jdbc.update("INSERT INTO dish (id, name, price) VALUES (1, 'soup', 5), (2, 'rice', 7)");
		this.cache.invalidateAll();
		MenuService.calls.set(0);
		Menu.tenant.set("a");
	}

	private void inTransaction(Runnable work) {
		new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class))
			.executeWithoutResult((status) -> work.run());
	}

	@Test
	void answersWithoutConnectionOrTransaction() {
		this.service.names();
		this.service.inTransaction();
		this.repository.findNames(6);

		withoutConnections(() -> {
			assertThat(this.service.names()).containsExactly("soup", "rice");
			assertThat(this.service.inTransaction()).isTrue();
			assertThat(this.repository.findNames(6)).containsExactly("soup");
		});
		assertThat(MenuService.calls).hasValue(2);
	}

	@Test
	void seesWhatItsTransactionHasChangedAndOthersSeeItAfterTheCommit() {
		this.service.names();
		ExecutorService other = Executors.newSingleThreadExecutor();

		this.service.rename(1, "stew", () -> {
			assertThat(this.service.names()).containsExactly("stew", "rice");
			assertThat(get(other.submit(this.service::names))).containsExactly("soup", "rice");
		});

		assertThat(this.service.names()).containsExactly("stew", "rice");
		assertThat(get(other.submit(this.service::names))).containsExactly("stew", "rice");
		other.shutdown();
	}

	private static <T> T get(Future<T> future) {
		try {
			return future.get();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void keepsNothingOfWhatIsRolledBack() {
		this.service.names();

		assertThatThrownBy(() -> this.service.rename(1, "stew", () -> {
			this.service.names();
			throw new IllegalStateException("no");
		})).hasMessage("no");

		int calls = MenuService.calls.get();
		assertThat(this.service.names()).containsExactly("soup", "rice");
		assertThat(MenuService.calls).hasValue(calls);
	}

	@Test
	void seesWhatATransactionInsideHasCommitted() {
		inTransaction(() -> {
			assertThat(this.service.names()).containsExactly("soup", "rice");
			this.service.renameApart(1, "stew");
			assertThat(this.service.names()).containsExactly("stew", "rice");
		});
	}

	@Test
	void seesEntitiesThatWereChangedButNotFlushed() {
		assertThat(this.repository.findView(1)).contains(new DishView("soup", 5));

		inTransaction(() -> {
			this.repository.findById(1L).orElseThrow().setPrice(6);
			assertThat(this.repository.findView(1)).contains(new DishView("soup", 6));
		});

		assertThat(this.repository.findView(1)).contains(new DishView("soup", 6));
	}

	@Test
	void dependsOnWhatEntitiesInMemoryWereReadFrom() throws Throwable {
		this.jdbc.execute("CREATE TABLE IF NOT EXISTS guest (id int)");
		Load<String> greeting = () -> {
			int guests = this.jdbc.queryForList("SELECT id FROM guest").size();
			return this.repository.findById(1L).orElseThrow().getName() + " for " + guests;
		};
		CachedReads reads = this.context.getBean(CachedReads.class);
		Shape shape = this.context.getBean(QueryStore.class).shape("greeting");
		for (int i = 0; i < 2; i++) {
			inTransaction(() -> {
				this.repository.findById(1L);
				assertThat(greet(reads, shape, greeting)).isEqualTo("soup for 0");
			});
		}
		assertThat(reads.find("greeting", shape).found()).isTrue();

		this.jdbc.update("UPDATE dish SET name = 'stew' WHERE id = 1");

		assertThat(greet(reads, shape, greeting)).isEqualTo("stew for 0");
	}

	private static @Nullable String greet(CachedReads reads, Shape shape, Load<String> greeting) {
		try {
			return reads.read("greeting", shape, ReadOptions.DEFAULTS, greeting);
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void answersOfRepositoriesAreOutdatedByTheirOwnChanges() {
		assertThat(this.repository.count()).isEqualTo(2);
		this.repository.deleteById(2L);
		assertThat(this.repository.count()).isEqualTo(1);
		assertThat(this.repository.findView(2)).isEmpty();
		this.jdbc.update("INSERT INTO dish (id, name, price) VALUES (2, 'rice', 7)");
		assertThat(this.repository.findView(2)).isPresent();
	}

	@Test
	void warmMethodsOfRepositoriesAreCalledAtStart() {
		WarmAnswers answers = this.context.getBean(WarmAnswers.class);
		await().until(() -> answers.statistics().reads(WarmingReason.START) == 1);
		assertThat(this.repository.findAllNames()).containsExactly("rice", "soup");
	}

	@Test
	void tellsPagesApart() {
		assertThat(this.repository.findNames(PageRequest.of(0, 1, Sort.by("name")))).containsExactly("rice");
		assertThat(this.repository.findNames(PageRequest.of(1, 1, Sort.by("name")))).containsExactly("soup");
		assertThat(this.repository.findNames(PageRequest.of(0, 1, Sort.by("name").descending())))
			.containsExactly("soup");
		assertThat(this.repository.findNames(PageRequest.of(0, 1, Sort.by("name")))).containsExactly("rice");
	}

	@Test
	void callersMayChangeWhatTheyGet() {
		this.service.names().clear();
		this.service.names().add("nothing");

		assertThat(this.service.names()).containsExactly("soup", "rice");
		assertThat(MenuService.calls).hasValue(1);
	}

	@Test
	void keepsNull() {
		assertThat(this.service.nameOf(3)).isNull();
		assertThat(this.service.nameOf(3)).isNull();
		assertThat(MenuService.calls).hasValue(1);
		this.jdbc.update("INSERT INTO dish (id, name, price) VALUES (3, 'cake', 3)");
		assertThat(this.service.nameOf(3)).isEqualTo("cake");
	}

	@Test
	void tellsTypesTenantsAndContentsApart() {
		this.service.nameOf(1);
		this.service.nameOf(1L);
		this.service.nameOf("1");
		this.service.nameOf(1);
		assertThat(MenuService.calls).hasValue(3);
		Menu.tenant.set("b");
		this.service.nameOf(1);
		assertThat(MenuService.calls).hasValue(4);

		this.service.countOf(new long[] { 1, 2 });
		this.service.countOf(new long[] { 1, 3 });
		assertThat(MenuService.calls).hasValue(5);

		this.service.countOfAll(new long[] { 1, 2 });
		this.service.countOfAll(new long[] { 1, 3 });
		this.service.countOfAll(new long[] { 1, 2 });
		assertThat(MenuService.calls).hasValue(7);
	}

	@Test
	void standsOutsideOfRetriesAndTransactions() {
		assertThat(((Advised) this.service).getAdvisors())
			.filteredOn((advisor) -> advisor instanceof CachedQueryAdvisor || advisor instanceof UnitAdvisor
					|| advisor instanceof BeanFactoryTransactionAttributeSourceAdvisor)
			.<Class<?>>extracting(Object::getClass)
			.containsExactly(CachedQueryAdvisor.class, UnitAdvisor.class,
					BeanFactoryTransactionAttributeSourceAdvisor.class);
	}

	@Test
	void keepsWhatConditionsAllow() {
		this.service.countOf(new long[0]);
		this.service.countOf(new long[0]);
		this.service.countOf(new long[] { 9 });
		this.service.countOf(new long[] { 9 });
		assertThat(MenuService.calls).hasValue(4);
	}

	@Test
	void callsTheMethodIfAnArgumentCannotBeAPartOfAKey() {
		Object argument = new StringBuilder("1");
		assertThat(this.service.nameOf(argument)).isEqualTo("soup");
		assertThat(this.service.nameOf(argument)).isEqualTo("soup");
		assertThat(MenuService.calls).hasValue(2);
	}

	@Test
	void exceptionsPassUnchanged() {
		assertThatThrownBy(this.service::fail).isExactlyInstanceOf(IOException.class).hasMessage("as it is");
	}

	@Test
	void aThousandWhoMissAskTheDatabaseOnce() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		Shape shape = this.context.getBean(QueryStore.class).shape("MenuService.names");
		long missed = shape.statistics().misses();
		long executed = executions(NAMES);
		MenuService.gate = gate;
		try {
			List<Future<List<String>>> answers = Crowd.ask(1000, this.service::names);
			Awaitility.await().until(() -> shape.statistics().misses() == missed + 1000);
			gate.countDown();

			for (Future<List<String>> answer : answers) {
				assertThat(answer.get(30, TimeUnit.SECONDS)).containsExactly("soup", "rice");
			}
		}
		finally {
			gate.countDown();
			MenuService.gate = null;
		}
		assertThat(MenuService.calls).hasValue(1);
		assertThat(executions(NAMES)).isEqualTo(executed + 1);
	}

	/**
	 * Return how often the database has executed a statement.
	 * @param sql the statement
	 * @return the number so far
	 * @throws SQLException if it cannot be asked
	 */
	abstract long executions(String sql) throws SQLException;

	final long ask(String preparation, String question, String argument) throws SQLException {
		try (Connection connection = this.database.connect(); Statement statement = connection.createStatement()) {
			statement.execute(preparation);
			try (PreparedStatement asked = connection.prepareStatement(question)) {
				asked.setString(1, argument);
				try (ResultSet rows = asked.executeQuery()) {
					rows.next();
					return rows.getLong(1);
				}
			}
		}
	}

	@Test
	void asksInSqlThroughTheCache() {
		List<DishView> first = dishes(6);
		assertThat(first).containsExactly(new DishView("soup", 5));
		withoutConnections(() -> assertThat(dishes(6)).isEqualTo(first));
		assertThat(dishes(7)).hasSize(2);
		assertThat(this.cache.sql("SELECT name, price FROM dish WHERE price <= ?", 6).list()).hasSize(1);
		assertThat(this.cache.sql("SELECT name FROM dish WHERE id = ?", 1).optional(String.class)).contains("soup");
		assertThat(this.cache.sql("SELECT name FROM dish WHERE id = ?", 5).optional(String.class)).isEmpty();

		this.jdbc.update("UPDATE dish SET price = 6 WHERE id = 2");

		assertThat(dishes(6)).hasSize(2);
	}

	private List<DishView> dishes(int most) {
		return this.cache.sql("SELECT name, price FROM dish WHERE price <= ? ORDER BY id", most)
			.tags("season")
			.list((row, number) -> new DishView(row.getString(1), row.getInt(2)));
	}

	private void withoutConnections(Runnable work) {
		DataSource dataSource = this.context.getBean(DataSource.class);
		List<Connection> all = new ArrayList<>();
		try {
			all.add(dataSource.getConnection());
			all.add(dataSource.getConnection());
			work.run();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			all.forEach(JdbcUtils::closeConnection);
		}
	}

	@Test
	void invalidatesOnRequest() {
		assertThat(counted("x")).isEqualTo(1);
		assertThat(counted("x")).isEqualTo(1);
		this.cache.invalidateTag("SEASON");
		assertThat(counted("x")).isEqualTo(2);
		this.cache.invalidateKey("counted", "y");
		assertThat(counted("x")).isEqualTo(2);
		this.cache.invalidateKey("counted", "x");
		assertThat(counted("x")).isEqualTo(3);
		this.cache.invalidatePattern("MenuService.*");
		assertThat(counted("x")).isEqualTo(3);
		this.cache.invalidatePattern("count*(x)");
		assertThat(counted("x")).isEqualTo(4);
		this.cache.invalidateAll();
		assertThat(counted("x")).isEqualTo(5);
	}

	@Test
	void invalidatesAfterTheCommitOnly() {
		assertThat(counted("x")).isEqualTo(1);
		ExecutorService other = Executors.newSingleThreadExecutor();
		inTransaction(() -> {
			this.cache.invalidateTag("season");
			assertThat(get(other.submit(() -> counted("x")))).isEqualTo(1);
			assertThat(counted("x")).isEqualTo(2);
		});
		assertThat(counted("x")).isEqualTo(3);
		assertThatThrownBy(() -> inTransaction(() -> {
			this.cache.invalidateKey("counted", "x");
			throw new IllegalStateException("no");
		})).hasMessage("no");
		assertThat(counted("x")).isEqualTo(3);
		other.shutdown();
	}

	private @Nullable Integer counted(String key) {
		return this.cache.key("counted", key).tags("season").get(MenuService.calls::incrementAndGet);
	}

	@Test
	void springsOwnAnnotationIsAsSafe() {
		assertThat(this.service.menu("autumn")).containsExactly("soup", "rice");
		assertThat(this.service.menu("autumn")).containsExactly("soup", "rice");
		assertThat(MenuService.calls).hasValue(1);

		this.service.rename(1, "stew", () -> assertThat(this.service.menu("autumn")).containsExactly("stew", "rice"));

		assertThat(this.service.menu("autumn")).containsExactly("stew", "rice");
		assertThat(MenuService.calls).hasValue(3);
		this.service.setMenu("autumn");
		assertThat(this.service.menu("autumn")).containsExactly("stew", "rice");
		this.service.forget("autumn");
		this.service.menu("autumn");
		assertThat(MenuService.calls).hasValue(5);
		assertThat(this.service.menuOnce("winter")).isEqualTo(this.service.menuOnce("winter"));
		assertThat(MenuService.calls).hasValue(6);
	}

	@Test
	void clearsACacheOfSpringsAfterTheCommit() {
		Cache menu = this.context.getBean(QueryCacheManager.class).getCache("menu");
		this.service.menu("autumn");
		inTransaction(() -> {
			menu.clear();
			assertThat(menu.get("autumn")).isNull();
		});
		assertThat(menu.get("autumn")).isNull();
		this.service.menu("autumn");
		assertThat(menu.get("autumn", Object.class)).isEqualTo(List.of("soup", "rice"));
		assertThat(menu.evictIfPresent("autumn")).isTrue();
		assertThat(menu.get("autumn")).isNull();
	}

	@Test
	void leavesTheApplicationsOwnCacheManagerAlone() {
		this.service.own(1);
		this.service.own(1);
		assertThat(MenuService.calls).hasValue(1);
		assertThat(this.context.getBean(CacheManager.class))
			.isSameAs(this.context.getBean("ownCacheManager", CacheManager.class));
		assertThat(this.context.getBeanProvider(CacheManager.class).getIfUnique()).isNotNull();
	}

}
