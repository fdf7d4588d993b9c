package dev.mainstay.autoconfigure.cache;

import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManager;
import org.awaitility.Awaitility;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.hibernate.engine.jdbc.connections.spi.AbstractDataSourceBasedMultiTenantConnectionProviderImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.transaction.annotation.Transactional;

import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.cache.CachedQuery;
import dev.mainstay.cache.QueryCache;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that answers of one database are never given to those who ask another one with
 * the same tables and keys.
 */
class TenantCacheIntegrationTests {

	@RegisterExtension
	static final TestDatabase north = TestDatabase.postgres();

	@RegisterExtension
	static final TestDatabase south = TestDatabase.postgres();

	private static final ThreadLocal<String> tenant = ThreadLocal.withInitial(() -> "north");

	private static final AtomicInteger loads = new AtomicInteger();

	@Test
	void c15TwoDataSourcesNeverGetEachOthersAnswers() throws SQLException {
		try (JdbcApplication application = start(TwoDataSources.class)) {
			Names first = application.context().getBean("northNames", Names.class);
			Names second = application.context().getBean("southNames", Names.class);

			assertApart(() -> first.name(1), () -> second.name(1));
		}
	}

	@Test
	void c15TwoTenantsOfARoutingDataSourceNeverGetEachOthersAnswers() throws SQLException {
		try (JdbcApplication application = start(Routing.class)) {
			Names names = application.context().getBean(Names.class);
			QueryCache cache = application.context().getBean(QueryCache.class);

			assertApart(as("north", () -> names.name(1)), as("south", () -> names.name(1)));
			RowMapper<String> mapper = (row, number) -> {
				loads.incrementAndGet();
				return row.getString(1);
			};
			Supplier<String> sql = () -> cache.sql("SELECT name FROM item WHERE id = ?", 1).list(mapper).get(0);
			assertApart(as("north", sql), as("south", sql));
			Supplier<String> key = () -> Objects
				.requireNonNull(cache.key("item", 1).get(() -> load(application.jdbc(), 1)));
			assertApart(as("north", key), as("south", key));
		}
	}

	@Test
	void c15TwoTenantsOfHibernateNeverGetEachOthersAnswers() throws SQLException {
		try (JdbcApplication application = start(HibernateTenancy.class)) {
			TenantNames names = application.context().getBean(TenantNames.class);

			assertApart(as("north", () -> names.name(1)), as("south", () -> names.name(1)));
		}
	}

	// Each is asked until it comes from the cache, and in turn.
	private static void assertApart(Supplier<String> first, Supplier<String> second) throws SQLException {
		fill(north, "north");
		fill(south, "south");
		for (int i = 0; i < 2; i++) {
			assertThat(first.get()).startsWith("north");
			assertThat(second.get()).startsWith("south");
		}
		awaitCached(first, "north");
		awaitCached(second, "south");
		awaitCached(first, "north");
	}

	private static void awaitCached(Supplier<String> answer, String expected) {
		Awaitility.await().until(() -> {
			assertThat(answer.get()).isEqualTo(expected);
			int before = loads.get();
			assertThat(answer.get()).isEqualTo(expected);
			return loads.get() == before;
		});
	}

	private static void fill(TestDatabase database, String name) throws SQLException {
		try (var connection = database.connect(); var statement = connection.createStatement()) {
			statement.execute("CREATE TABLE IF NOT EXISTS item (id INT PRIMARY KEY, name TEXT)");
			statement.execute("INSERT INTO item VALUES (1, '" + name + "') ON CONFLICT DO NOTHING");
		}
	}

	private static Supplier<String> as(String name, Supplier<String> work) {
		return () -> {
			tenant.set(name);
			try {
				return work.get();
			}
			finally {
				tenant.remove();
			}
		};
	}

	private static String load(JdbcTemplate jdbc, int id) {
		loads.incrementAndGet();
		return Objects.requireNonNull(jdbc.queryForObject("SELECT name FROM item WHERE id = ?", String.class, id));
	}

	private static JdbcApplication start(Class<?> beans) throws SQLException {
		fill(north, "north");
		fill(south, "south");
		return JdbcApplication.start(beans, "north.url=" + north.url(), "south.url=" + south.url(),
				"user.name=" + north.username(), "user.word=" + north.password());
	}

	/**
	 * Names of one database.
	 */
	public static class Names {

		private final JdbcTemplate jdbc;

		Names(DataSource dataSource) {
			this.jdbc = new JdbcTemplate(dataSource);
		}

		@CachedQuery
		public String name(int id) {
			return load(this.jdbc, id);
		}

	}

	/**
	 * Names of the database of the tenant.
	 */
	public static class TenantNames {

		private final EntityManager entities;

		TenantNames(EntityManager entities) {
			this.entities = entities;
		}

		@CachedQuery
		@Transactional(readOnly = true)
		public String name(int id) {
			loads.incrementAndGet();
			return (String) this.entities.createNativeQuery("SELECT name FROM item WHERE id = ?1", String.class)
				.setParameter(1, id)
				.getSingleResult();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DatabaseCacheAutoConfiguration.class)
	static class Databases {

		@Bean
		HikariDataSource north(@Value("${north.url}") String url, @Value("${user.name}") String user,
				@Value("${user.word}") String password) {
			return dataSource(url, user, password);
		}

		@Bean(defaultCandidate = false)
		HikariDataSource south(@Value("${south.url}") String url, @Value("${user.name}") String user,
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

	@Configuration(proxyBeanMethods = false)
	static class TwoDataSources extends Databases {

		@Bean
		Names northNames(@Qualifier("north") DataSource dataSource) {
			return new Names(dataSource);
		}

		@Bean
		Names southNames(@Qualifier("south") DataSource dataSource) {
			return new Names(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Routing extends Databases {

		@Bean
		@Primary
		AbstractRoutingDataSource routing(@Qualifier("north") DataSource north, @Qualifier("south") DataSource south) {
			AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {

				@Override
				protected Object determineCurrentLookupKey() {
					return tenant.get();
				}

			};
			routing.setTargetDataSources(Map.of("north", north, "south", south));
			return routing;
		}

		@Bean
		Names names(DataSource dataSource) {
			return new Names(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(HibernateJpaAutoConfiguration.class)
	@AutoConfigurationPackage(basePackages = "dev.mainstay.none")
	static class HibernateTenancy extends Databases {

		@Bean
		TenantNames tenantNames(EntityManager entities) {
			return new TenantNames(entities);
		}

		@Bean
		HibernatePropertiesCustomizer tenants(@Qualifier("north") DataSource north,
				@Qualifier("south") DataSource south) {
			return (properties) -> {
				properties.put(MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new CurrentTenant());
				properties.put(MultiTenancySettings.MULTI_TENANT_CONNECTION_PROVIDER,
						new TenantConnections(Map.of("north", north, "south", south)));
			};
		}

	}

	/**
	 * The tenant of the thread.
	 */
	static class CurrentTenant implements CurrentTenantIdentifierResolver<String> {

		@Override
		public String resolveCurrentTenantIdentifier() {
			return tenant.get();
		}

		@Override
		public boolean validateExistingCurrentSessions() {
			return true;
		}

	}

	/**
	 * Connections to the database of each tenant.
	 */
	static class TenantConnections extends AbstractDataSourceBasedMultiTenantConnectionProviderImpl<String> {

		private static final long serialVersionUID = 1L;

		private final transient Map<String, DataSource> databases;

		TenantConnections(Map<String, DataSource> databases) {
			this.databases = databases;
		}

		@Override
		protected DataSource selectAnyDataSource() {
			return selectDataSource("north");
		}

		@Override
		protected DataSource selectDataSource(String name) {
			return Objects.requireNonNull(this.databases.get(name));
		}

	}

}
