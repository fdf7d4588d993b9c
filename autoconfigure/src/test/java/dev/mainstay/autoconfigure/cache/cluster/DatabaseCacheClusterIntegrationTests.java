package dev.mainstay.autoconfigure.cache.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.mainstay.autoconfigure.cache.DatabaseCacheAutoConfiguration;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.cache.QueryCache;
import dev.mainstay.cache.version.RemoteChanges;
import dev.mainstay.cache.version.TagVersions;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of applications that tell each other what has changed.
 */
class DatabaseCacheClusterIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class, DatabasePoolAutoConfiguration.class,
				DatabaseCacheAutoConfiguration.class, DatabaseCacheClusterAutoConfiguration.class));

	private volatile int loaded;

	@Test
	void whatOneInstanceChangesTheOthersSee() {
		ApplicationContextRunner instance = this.runner.withPropertyValues(database.springProperties())
			.withPropertyValues("db.cache.invalidation=postgres");

		instance.run((one) -> instance.run((two) -> {
			execute(one, "CREATE TABLE told (name text)");
			awaitTrust(one);
			awaitTrust(two);
			execute(one, "INSERT INTO told VALUES ('soup')");
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> isCached(two));

			execute(one, "INSERT INTO told VALUES ('rice')");

			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> names(two).size() == 2);
			RemoteChanges link = two.getBean(RemoteChanges.class);
			assertThat(link.mode()).isEqualTo("postgres");
			assertThat(link.stalenessBound()).isEqualTo(Duration.ofSeconds(3));
			assertThat(link.doubt()).isNull();
		}));
	}

	/*
	 * Another instance, here one that never tells, has moved a row into a group.
	 */
	@Test
	void seesWhatItHasChangedItselfInRowsThatOthersHaveMoved() {
		withMovedRows((context) -> {
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
			awaitKept(() -> moved(context, "grp = ?", 1), () -> moved(context, "id = ?", 1));
			executeElsewhere("UPDATE moved SET grp = 1 WHERE id = 3");
			assertThat(moved(context, "grp = ?", 1)).containsExactly("soup", "rice");

			jdbc.update("UPDATE moved SET name = ? WHERE id = ?", "beans", 3L);

			assertKept(() -> moved(context, "id = ?", 1));
			assertThat(moved(context, "grp = ?", 1)).containsExactlyInAnyOrder("soup", "rice", "beans");
			awaitKept(() -> moved(context, "grp = ?", 1));
			executeElsewhere("DELETE FROM moved WHERE id = 1");

			jdbc.update("INSERT INTO moved (id, grp, name) VALUES (?, ?, ?)", 4L, 2L, "corn");
			assertKept(() -> moved(context, "grp = ?", 1));
			jdbc.update("DELETE FROM moved WHERE id = ?", 4L);

			assertThat(moved(context, "grp = ?", 1)).containsExactlyInAnyOrder("rice", "beans");
		});
	}

	@Test
	void seesWhatItHasAddedInPlaceOfARowThatOthersHaveRemoved() {
		withMovedRows((context) -> {
			awaitKept(() -> moved(context, "id = ?", 1));
			executeElsewhere("DELETE FROM moved WHERE id = 1");

			new JdbcTemplate(context.getBean(DataSource.class))
				.update("INSERT INTO moved (id, grp, name) VALUES (1, ?, ?)", 2L, "corn");

			assertThat(moved(context, "id = ?", 1)).containsExactly("corn");
		});
	}

	@Test
	void seesWhatItHasChangedInARowThatOthersHaveMadeAnotherOneLeadTo() {
		withMovedRows((context) -> {
			awaitKept(() -> followed(context));
			executeElsewhere("UPDATE moved SET grp = 3 WHERE id = 1");

			new JdbcTemplate(context.getBean(DataSource.class)).update("UPDATE moved SET name = ? WHERE id = ?",
					"beans", 3L);

			assertThat(followed(context)).isEqualTo("beans");
		});
	}

	private void withMovedRows(ContextConsumer<AssertableApplicationContext> test) {
		this.runner.withPropertyValues(database.springProperties())
			.withPropertyValues("db.cache.invalidation=postgres")
			.run((context) -> {
				execute(context, "DROP TABLE IF EXISTS moved");
				execute(context, "CREATE TABLE moved (id bigint PRIMARY KEY, grp bigint NOT NULL, name text)");
				execute(context, "INSERT INTO moved VALUES (1, 1, 'soup'), (2, 1, 'rice'), (3, 2, 'peas')");
				awaitTrust(context);
				test.accept(context);
			});
	}

	@Test
	void staysConnectedWhileTheApplicationPauses() {
		this.runner.withPropertyValues(database.springProperties())
			.withPropertyValues("db.cache.invalidation=postgres", "db.cache.announce.tables=*",
					"db.cache.announce.if-unpublished=fail")
			.run((context) -> {
				ConfigurableApplicationContext application = context.getSourceApplicationContext();
				awaitTrust(context);

				application.pause();
				application.restart();

				awaitTrust(context);
				execute(context, "CREATE TABLE after_a_pause (name text)");
			});
	}

	@Test
	void oneInstanceTellsNobodyByDefault() {
		this.runner.withPropertyValues("spring.datasource.url=jdbc:h2:mem:alone").run((context) -> {
			RemoteChanges link = context.getBean(RemoteChanges.class);
			assertThat(link.mode()).isEqualTo("local");
			assertThat(link.stalenessBound()).isZero();
			assertThat(context.getBean(TagVersions.class).isDistrusted()).isFalse();
		});
	}

	@Test
	void refusesNotificationsOfADatabaseThatHasNone() {
		this.runner.withPropertyValues("spring.datasource.url=jdbc:h2:mem:silent", "db.cache.invalidation=postgres")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("db.cache.invalidation")
				.hasMessageContaining("H2"));
	}

	@Test
	void refusesRedisWithoutAConnectionToIt() {
		this.runner.withPropertyValues("spring.datasource.url=jdbc:h2:mem:nobody", "db.cache.invalidation=redis")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("db.cache.invalidation")
				.hasMessageContaining("RedisConnectionFactory"));
	}

	@Test
	void refusesToAnnounceWhereNobodyIsTold() {
		this.runner.withPropertyValues("spring.datasource.url=jdbc:h2:mem:quiet", "db.cache.announce.tables=account")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("db.cache.announce.tables=account")
				.hasMessageContaining("db.cache.invalidation=local"));
	}

	private static void awaitTrust(ApplicationContext context) {
		TagVersions versions = context.getBean(TagVersions.class);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !versions.isDistrusted());
	}

	private List<String> moved(ApplicationContext context, String condition, long value) {
		return context.getBean(QueryCache.class)
			.sql("SELECT id, name FROM moved WHERE " + condition, value)
			.list((row, number) -> {
				this.loaded++;
				return row.getString(2);
			});
	}

	// The name of the row whose key is the group of the first.
	private String followed(ApplicationContext context) {
		JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
		return Objects.requireNonNull(context.getBean(QueryCache.class).key("followed").get(() -> {
			this.loaded++;
			long next = Objects
				.requireNonNull(jdbc.queryForObject("SELECT grp FROM moved WHERE id = ?", Long.class, 1L));
			return jdbc.queryForObject("SELECT name FROM moved WHERE id = ?", String.class, next);
		}));
	}

	private void awaitKept(Runnable... questions) {
		for (Runnable question : questions) {
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> isKept(question));
		}
	}

	private void assertKept(Runnable question) {
		assertThat(isKept(question)).isTrue();
	}

	private boolean isKept(Runnable question) {
		int before = this.loaded;
		question.run();
		return this.loaded == before;
	}

	private static void executeElsewhere(String sql) throws SQLException {
		try (Connection other = database.connect(); Statement statement = other.createStatement()) {
			statement.execute(sql);
		}
	}

	private static void execute(ApplicationContext context, String sql) {
		new JdbcTemplate(context.getBean(DataSource.class)).execute(sql);
	}

	private static List<String> names(ApplicationContext context) {
		return context.getBean(QueryCache.class).sql("SELECT name FROM told").list((row, number) -> row.getString(1));
	}

	private static boolean isCached(ApplicationContext context) {
		names(context);
		List<String> loaded = new ArrayList<>();
		context.getBean(QueryCache.class).sql("SELECT name FROM told").list((row, number) -> {
			loaded.add(row.getString(1));
			return row.getString(1);
		});
		return loaded.isEmpty();
	}

}
