package dev.mainstay.autoconfigure.cache;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.context.SecurityContextHolder;

import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.cache.CacheWarmer;
import dev.mainstay.cache.key.CacheKeyContributor;
import dev.mainstay.cache.warm.WarmAnswers;
import dev.mainstay.cache.warm.WarmingReason;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of keeping answers ready, as an application sees it.
 */
@ExtendWith(OutputCaptureExtension.class)
class WarmingIntegrationTests {

	private static final String THREAD = "db-cache-warming-";

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private static final AtomicInteger readBeforeReady = new AtomicInteger(-1);

	private static JdbcApplication application;

	private static WarmShop shop;

	private static WarmAnswers answers;

	@BeforeAll
	static void start() throws SQLException {
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE item (id int PRIMARY KEY, price int NOT NULL)");
			statement.execute("CREATE TABLE stock (id int PRIMARY KEY, number int NOT NULL)");
			statement.execute("INSERT INTO item SELECT n, 0 FROM generate_series(1, 60) n");
			statement.execute("INSERT INTO stock SELECT n, 0 FROM generate_series(1, 3) n");
		}
		application = startApplication();
		shop = application.context().getBean(WarmShop.class);
		answers = application.context().getBean(WarmAnswers.class);
	}

	private static JdbcApplication startApplication() {
		return JdbcApplication.start(Beans.class, "spring.datasource.url=" + database.url(),
				"spring.datasource.username=" + database.username(),
				"spring.datasource.password=" + database.password(), "db.cache.warming.interval=100ms");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void settle() {
		// All that is to be read at the start.
		await().until(() -> reads(WarmingReason.START) >= 3);
		WarmShop.language.remove();
		SecurityContextHolder.clearContext();
	}

	@Test
	void isWarmSoonAfterItIsReadyAndNotBefore() {
		assertThat(readBeforeReady).hasValue(0);
		assertThat(shop.reads()).anyMatch((read) -> read.startsWith("prices by " + THREAD))
			.noneMatch((read) -> read.startsWith("secret"));
		try (JdbcApplication another = startApplication()) {
			WarmShop fresh = another.context().getBean(WarmShop.class);
			WarmAnswers warm = another.context().getBean(WarmAnswers.class);
			await().until(() -> warm.statistics().reads(WarmingReason.START) >= 3);
			fresh.prices();
			fresh.stock(1);
			fresh.stock(2);
			assertThat(fresh.reads()).allMatch((read) -> read.contains(THREAD));
		}
	}

	@Test
	void isWarmAgainAfterAChange() {
		askForAWhile(shop::prices);
		long before = reads(WarmingReason.OUTDATED);
		int own = ownReads("prices");

		change("UPDATE item SET price = 5 WHERE id = 1");

		await().until(() -> reads(WarmingReason.OUTDATED) > before);
		assertThat(shop.prices()).startsWith(5);
		assertThat(ownReads("prices")).isEqualTo(own);
	}

	@Test
	void warmersRunAgainAfterAChange() {
		change("UPDATE stock SET number = number + 1");
		int own = ownReads("stock");
		await().until(() -> shop.stock(2).equals(numbers("SELECT number FROM stock WHERE id = 2")));
		long before = reads(WarmingReason.OUTDATED);

		change("UPDATE stock SET number = 77 WHERE id = 2");
		await().until(() -> reads(WarmingReason.OUTDATED) > before);

		assertThat(shop.stock(2)).containsExactly(77);
		assertThat(ownReads("stock")).isLessThanOrEqualTo(own + 1);
	}

	@Test
	void nobodyWaitsForWhatIsAskedAgainAndAgain() {
		askForAWhile(shop::shortLived);
		long before = reads(WarmingReason.EXPIRING);
		int own = ownReads("short");

		await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10)).until(() -> {
			shop.shortLived();
			return reads(WarmingReason.EXPIRING) >= before + 3;
		});

		assertThat(ownReads("short")).isEqualTo(own);
	}

	@Test
	void storesNothingThatWasReadBeforeACommit() {
		askForAWhile(() -> shop.price(2));
		long before = answers.statistics().notKept();
		shop.beforeReturn().set(() -> elsewhere(() -> change("UPDATE item SET price = 12 WHERE id = 2")));

		change("UPDATE item SET price = 11 WHERE id = 2");
		await().until(() -> shop.beforeReturn().get() == null);

		assertThat(shop.price(2)).isEqualTo("null:[12]");
		await().until(() -> answers.statistics().notKept() > before);
		assertThat(shop.price(2)).isEqualTo("null:[12]");
	}

	@Test
	void aWriteStormDoesNotMakeItReadAllTheTime() {
		for (int i = 0; i < 4; i++) {
			int turn = answers.turn();
			askForAll();
			await().until(() -> answers.turn() > turn);
		}
		long before = backgroundReads("price");
		long start = System.nanoTime();
		await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(1)).until(() -> {
			change("UPDATE item SET price = price + 1 WHERE id = 60");
			askForAll();
			return System.nanoTime() - start > TimeUnit.SECONDS.toNanos(3);
		});
		double seconds = (System.nanoTime() - start) / 1e9;

		assertThat(backgroundReads("price") - before).isLessThanOrEqualTo((long) (20 * (seconds + 2)));
	}

	private static void askForAll() {
		for (int id = 3; id <= 60; id++) {
			shop.price(id);
			shop.price(id);
		}
	}

	@Test
	void doesNotAskInALanguageThatItDoesNotKnow() {
		WarmShop.language.set("de");
		askForAWhile(() -> shop.price(1));
		long before = backgroundReads("price 1 ");

		change("UPDATE item SET price = 21 WHERE id = 1");
		letTurnsPass();

		assertThat(backgroundReads("price 1 ")).isEqualTo(before);
		assertThat(shop.price(1)).isEqualTo("de:[21]");
		WarmShop.language.remove();
		assertThat(shop.price(1)).isEqualTo("null:[21]");
	}

	@Test
	void doesNotReadWhatNobodyInTheBackgroundMayRead(CapturedOutput output) {
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("ann", "", "clerk"));
		askForAWhile(() -> shop.secret(1));
		change("UPDATE item SET price = 31 WHERE id = 1");
		letTurnsPass();

		assertThat(backgroundReads("secret")).isZero();
		assertThat(output.getOut()).contains("WarmShop.secret could not be called in the background");
		assertThat(shop.secret(1)).containsExactly(31);
	}

	@Test
	void theThreadsEndWithTheApplication() {
		List<Thread> others = threads();
		JdbcApplication another = startApplication();
		await().until(() -> threads().size() > others.size());

		another.close();

		assertThat(threads()).isSubsetOf(others);
	}

	private static List<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(THREAD))
			.toList();
	}

	// In so many turns that it counts as asked again and again.
	private static void askForAWhile(Runnable question) {
		int first = answers.turn();
		await().pollInSameThread().pollInterval(Duration.ofMillis(10)).until(() -> {
			question.run();
			return answers.turn() > first + 6;
		});
		question.run();
	}

	private static void letTurnsPass() {
		int first = answers.turn();
		await().until(() -> answers.turn() > first + 4);
	}

	private static long reads(WarmingReason reason) {
		return answers.statistics().reads(reason);
	}

	private static int ownReads(String question) {
		return (int) shop.reads()
			.stream()
			.filter((read) -> read.startsWith(question) && !read.contains(" by " + THREAD))
			.count();
	}

	private static long backgroundReads(String question) {
		return shop.reads()
			.stream()
			.filter((read) -> read.startsWith(question) && read.contains(" by " + THREAD))
			.count();
	}

	private static void change(String sql) {
		application.jdbc().update(sql);
	}

	private static List<Integer> numbers(String sql) {
		return application.jdbc().queryForList(sql, Integer.class);
	}

	private static void elsewhere(Runnable work) {
		ExecutorService other = Executors.newSingleThreadExecutor();
		try {
			other.submit(work).get(20, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			other.shutdown();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DatabaseCacheAutoConfiguration.class)
	@EnableMethodSecurity
	@Import(WarmShop.class)
	static class Beans {

		@Bean
		CacheKeyContributor languageKey() {
			return WarmShop.language::get;
		}

		@Bean
		CacheWarmer stockWarmer(WarmShop warmShop) {
			return () -> {
				warmShop.stock(1);
				warmShop.stock(2);
			};
		}

		@Bean
		ApplicationRunner runner(WarmShop warmShop) {
			return (arguments) -> readBeforeReady.set(warmShop.reads().size());
		}

	}

}
