package dev.mainstay.benchmark;

import java.util.Set;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.mainstay.cache.CachedQuery;

/**
 * Calls a method whose answer is in a cache: that of Mainstay, a Caffeine cache behind
 * Spring's annotation, and a Caffeine cache that the caller asks himself.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init")
public class CachedMethodBenchmark {

	@Param({ "CAFFEINE", "CACHEABLE", "CACHED_QUERY", "WARM" })
	public String cache;

	private ConfigurableApplicationContext context;

	private Accounts accounts;

	@Setup
	public void start() {
		this.context = new SpringApplicationBuilder(
				(this.cache.equals("CACHEABLE")) ? CachingApplication.class : Application.class)
			.web(WebApplicationType.NONE)
			.properties("db.enabled=" + Set.of("CACHED_QUERY", "WARM").contains(this.cache),
					"spring.main.banner-mode=off", "logging.level.root=warn",
					"spring.datasource.url=jdbc:h2:mem:cached_method_" + this.cache)
			.run();
		JdbcClient jdbc = this.context.getBean(JdbcClient.class);
		jdbc.sql("CREATE TABLE account (id int PRIMARY KEY, owner varchar(40))").update();
		jdbc.sql("INSERT INTO account VALUES (1, 'ada')").update();
		this.accounts = switch (this.cache) {
			case "CACHEABLE" -> this.context.getBean(CacheableAccounts.class);
			case "CACHED_QUERY" -> this.context.getBean(CachedAccounts.class);
			case "WARM" -> this.context.getBean(WarmAccounts.class);
			default -> this.context.getBean(CaffeineAccounts.class);
		};
		verifyHit();
	}

	// A benchmark of hits that misses each time measures something else.
	private void verifyHit() {
		for (int i = 0; i < 20; i++) {
			this.accounts.account(1);
		}
		if (this.accounts.loads() > 2) {
			throw new IllegalStateException(this.cache + " does not keep the answer");
		}
	}

	@TearDown
	public void stop() {
		this.context.close();
	}

	@Benchmark
	public Account hit() {
		return this.accounts.account(1);
	}

	/**
	 * A row.
	 *
	 * @param id its primary key
	 * @param owner whose it is
	 */
	public record Account(int id, String owner) {

	}

	/**
	 * A service that reads rows.
	 */
	interface Accounts {

		Account account(int id);

		int loads();

	}

	/**
	 * An application with one service for each cache.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Rows.class, CaffeineAccounts.class, CacheableAccounts.class, CachedAccounts.class, WarmAccounts.class })
	static class Application {

	}

	/**
	 * The application with caching by Spring.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@Import(Application.class)
	static class CachingApplication {

		@Bean
		CacheManager cacheManager() {
			return new CaffeineCacheManager("account");
		}

	}

	/**
	 * Reads rows from the database and counts how often.
	 */
	static class Rows {

		private final JdbcClient jdbc;

		private int loads;

		Rows(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		synchronized Account load(int id) {
			this.loads++;
			return this.jdbc.sql("SELECT id, owner FROM account WHERE id = ?").param(id).query(Account.class).single();
		}

		synchronized int loads() {
			return this.loads;
		}

	}

	/**
	 * Asks a Caffeine cache.
	 */
	static class CaffeineAccounts implements Accounts {

		private final Cache<Integer, Account> cache = Caffeine.newBuilder().build();

		private final Rows rows;

		CaffeineAccounts(Rows rows) {
			this.rows = rows;
		}

		@Override
		public Account account(int id) {
			return this.cache.get(id, this.rows::load);
		}

		@Override
		public int loads() {
			return this.rows.loads();
		}

	}

	/**
	 * Has Spring ask a Caffeine cache.
	 */
	static class CacheableAccounts implements Accounts {

		private final Rows rows;

		CacheableAccounts(Rows rows) {
			this.rows = rows;
		}

		@Override
		@Cacheable("account")
		public Account account(int id) {
			return this.rows.load(id);
		}

		@Override
		public int loads() {
			return this.rows.loads();
		}

	}

	/**
	 * Has Mainstay ask its own cache.
	 */
	static class CachedAccounts implements Accounts {

		private final Rows rows;

		CachedAccounts(Rows rows) {
			this.rows = rows;
		}

		@Override
		@CachedQuery
		public Account account(int id) {
			return this.rows.load(id);
		}

		@Override
		public int loads() {
			return this.rows.loads();
		}

	}

	/**
	 * Has Mainstay keep the answers ready, too.
	 */
	static class WarmAccounts implements Accounts {

		private final Rows rows;

		WarmAccounts(Rows rows) {
			this.rows = rows;
		}

		@Override
		@CachedQuery(warm = true)
		public Account account(int id) {
			return this.rows.load(id);
		}

		@Override
		public int loads() {
			return this.rows.loads();
		}

	}

}
