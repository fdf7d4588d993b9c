package dev.mainstay.autoconfigure.cache;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.cache.QueryCache;
import dev.mainstay.cache.dependency.CatalogTables;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.PostgresStandby;
import dev.mainstay.testsupport.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the query cache guarantees where a physical standby is read from.
 */
class StandbyCacheIntegrationTests {

	private PostgresStandby standby;

	private TcpProxy proxy;

	private JdbcApplication application;

	private final AtomicInteger loads = new AtomicInteger();

	@BeforeEach
	void start() throws SQLException {
		this.standby = PostgresStandby.startWithPrimary();
		execute(this.standby.primary(), "CREATE TABLE account AS SELECT 0 AS version");
		this.standby.awaitStreaming();
		this.proxy = TcpProxy.to(this.standby.server());
		String url = this.standby.primary().jdbcUrl("postgres");
		this.application = JdbcApplication.start(Beans.class, "primary.url=" + url,
				"second.url=" + this.proxy.through(this.standby.server().jdbcUrl("postgres")),
				"user.name=" + this.standby.primary().username(), "user.word=" + this.standby.primary().password());
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.proxy.close();
		this.standby.close();
	}

	/**
	 * Which server a name leads to may change while the catalog that was read before is
	 * still believed, so the connection has to tell, too.
	 */
	@Test
	void c6KeepsNothingThatWasReadFromAStandby() throws SQLException {
		assertThat(throughSecond()).isZero();
		assertThat(throughSecond()).isZero();
		assertThat(throughSecond()).isZero();
		assertThat(this.loads).hasValue(3);
		// A statement that is lost while its catalog is not known may have changed
		// anything, and nothing is kept for a while.
		CatalogTables tables = this.application.context().getBean(CatalogTables.class);
		assertThat(tables.reads("second", DatabaseProduct.POSTGRESQL, "SELECT version FROM account").refusal())
			.contains("standby");

		execute(this.standby.server(), "SELECT pg_wal_replay_pause()");
		update(1);
		assertThat(throughSecond()).isZero();
		assertThat(throughPrimary()).isEqualTo(1);

		leadSecondTo(this.standby.primary(), false);
		tables.refresh();
		awaitCachedThroughSecond(1);
		leadSecondTo(this.standby.server(), true);
		update(2);
		assertThat(throughSecond()).isZero();
		assertThat(throughSecond()).isZero();
		assertThat(throughPrimary()).isEqualTo(2);

		execute(this.standby.server(), "SELECT pg_wal_replay_resume()");
		this.standby.awaitStreaming();
		this.standby.primary().kill();
		this.standby.promote();
		tables.refresh();
		awaitCachedThroughSecond(2);
		second().update("UPDATE account SET version = 3");
		assertThat(throughSecond()).isEqualTo(3);
		awaitCachedThroughSecond(3);
	}

	private void leadSecondTo(PostgresServer server, boolean recovering) {
		this.proxy.retarget(server);
		this.proxy.cut();
		this.proxy.passThrough();
		Awaitility.await()
			.ignoreExceptionsInstanceOf(DataAccessException.class)
			.until(() -> Boolean.valueOf(recovering)
				.equals(second().queryForObject("SELECT pg_is_in_recovery()", Boolean.class)));
	}

	private void awaitCachedThroughSecond(int version) {
		Awaitility.await().ignoreExceptionsInstanceOf(DataAccessException.class).until(() -> {
			throughSecond();
			int before = this.loads.get();
			return throughSecond() == version && this.loads.get() == before;
		});
	}

	private void update(int version) {
		this.application.jdbc().update("UPDATE account SET version = ?", version);
	}

	private int throughPrimary() {
		return read(this.application.jdbc());
	}

	private int throughSecond() {
		return read(second());
	}

	// The same question, whoever answers it.
	private int read(JdbcTemplate jdbc) {
		return Objects.requireNonNull(this.application.context().getBean(QueryCache.class).key("account").get(() -> {
			this.loads.incrementAndGet();
			return jdbc.queryForObject("SELECT version FROM account", Integer.class);
		}));
	}

	private JdbcTemplate second() {
		return new JdbcTemplate(this.application.context().getBean("second", DataSource.class));
	}

	private static void execute(PostgresServer server, String sql) throws SQLException {
		try (Connection connection = server.admin(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DatabaseCacheAutoConfiguration.class)
	static class Beans {

		@Bean
		@Primary
		HikariDataSource primary(@Value("${primary.url}") String url, @Value("${user.name}") String user,
				@Value("${user.word}") String password) {
			return dataSource(url, user, password);
		}

		@Bean
		HikariDataSource second(@Value("${second.url}") String url, @Value("${user.name}") String user,
				@Value("${user.word}") String password) {
			return dataSource(url, user, password);
		}

		private static HikariDataSource dataSource(String url, String user, String password) {
			return DataSourceBuilder.create()
				.type(HikariDataSource.class)
				.url(url)
				.username(user)
				.password(password)
				.build();
		}

	}

}
