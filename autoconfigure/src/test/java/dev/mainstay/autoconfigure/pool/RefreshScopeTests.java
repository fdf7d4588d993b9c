package dev.mainstay.autoconfigure.pool;

import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.Scope;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ScopedProxyMode;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.pool.health.DatabaseProbes;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for data sources that are thrown away and made anew while the application runs,
 * as Spring Cloud's refresh scope does.
 */
class RefreshScopeTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	private final ApplicationContextRunner application = Applications.withMainstay()
		.withPropertyValues("app.ds.jdbc-url=" + database.url(), "app.ds.username=" + database.username(),
				"app.ds.password=" + database.password(), "db.pool.size=2", "db.pool.max-overflow=1",
				"db.health.interval=0s", "db.data-sources.data-source.pool.max-overflow=2")
		.withUserConfiguration(Refreshable.class);

	@Test
	void tunesAndAdvisesTheNewDataSource() {
		this.application.run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			assertAdvised(dataSource);
			ManagedPool before = Applications.pool(context, "dataSource");
			assertThat(before.dataSource().getMaximumPoolSize()).isEqualTo(4);

			context.getBean(RefreshLikeScope.class).refresh();
			assertAdvised(dataSource);

			ManagedPool after = Applications.pool(context, "dataSource");
			assertThat(after).isNotSameAs(before);
			assertThat(before.dataSource().isClosed()).isTrue();
			assertThat(after.dataSource().isClosed()).isFalse();
			assertThat(after.dataSource().getMaximumPoolSize()).isEqualTo(4);
			assertThat(context.getBean(ManagedPools.class).all()).containsExactly(after);
		});
	}

	@Test
	void doesNotChangeThePoolsOfPlainBoot() {
		this.application.withPropertyValues("db.enabled=false").run((context) -> {
			assertThat(context.getBean(HikariDataSource.class).getMaximumPoolSize()).isEqualTo(10);
			assertThat(context).doesNotHaveBean(ManagedPools.class);
		});
	}

	@Test
	void asksTheNewDatabaseForItsHealth() {
		this.application.withUserConfiguration(UsesTheDatabaseAtStart.class).run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			HealthIndicator health = (HealthIndicator) context.getBean("dbHealthContributor");
			assertThat(health.health()).extracting(Health::getStatus).isEqualTo(Status.UP);

			RefreshLikeScope scope = context.getBean(RefreshLikeScope.class);
			scope.address = "jdbc:h2:tcp://localhost:1/gone";
			scope.refresh();

			assertThat(dataSource.toString()).isNotNull();
			assertThat(health.health()).extracting(Health::getStatus).isEqualTo(Status.DOWN);
		});
	}

	@Test
	void forgetsTheProbeOfThePoolThatIsGone() {
		this.application.run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			assertAdvised(dataSource);
			DatabaseProbes probes = context.getBean(DatabaseProbes.class);
			ManagedPool before = Applications.pool(context, "dataSource");
			assertThat(probes.of(before).pool()).isSameAs(before);
			context.getBean(RefreshLikeScope.class).refresh();
			assertAdvised(dataSource);

			ManagedPool after = Applications.pool(context, "dataSource");
			assertThat(probes.of(after).pool()).isSameAs(after);
		});
	}

	@Test
	void measuresTheNewPool() {
		this.application.run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			assertAdvised(dataSource);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			context.getBean(RefreshLikeScope.class).refresh();
			try (Connection connection = dataSource.getConnection()) {
				assertThat(connection.isValid(1)).isTrue();
				assertThat(meters.get("db.pool.utilization").gauge().value()).isEqualTo(0.25);
			}
		});
	}

	private static void assertAdvised(DataSource dataSource) throws Exception {
		try (Connection connection = dataSource.getConnection()) {
			assertThat(connection.isWrapperFor(AdvisedConnection.class)).isTrue();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Refreshable {

		@Bean
		static RefreshLikeScope refreshLikeScope() {
			return new RefreshLikeScope();
		}

		@Bean
		static BeanFactoryPostProcessor scopeRegistrar(RefreshLikeScope scope) {
			return (beanFactory) -> beanFactory.registerScope("refresh", scope);
		}

		@Bean
		@ConfigurationProperties("app.ds")
		@org.springframework.context.annotation.Scope(value = "refresh", proxyMode = ScopedProxyMode.TARGET_CLASS)
		HikariDataSource dataSource(RefreshLikeScope scope) {
			HikariDataSource dataSource = new HikariDataSource() {

				@Override
				public void setJdbcUrl(String jdbcUrl) {
					super.setJdbcUrl((scope.address != null) ? scope.address : jdbcUrl);
				}

			};
			return dataSource;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UsesTheDatabaseAtStart {

		@Bean
		InitializingBean databaseUser(DataSource dataSource) {
			return () -> dataSource.getConnection().close();
		}

	}

	/**
	 * Keeps beans until it is refreshed, as the scope of Spring Cloud does.
	 */
	static final class RefreshLikeScope implements Scope {

		private final Map<String, Object> beans = new ConcurrentHashMap<>();

		private final Map<String, Runnable> destruction = new ConcurrentHashMap<>();

		private volatile @Nullable String address;

		void refresh() {
			this.beans.clear();
			this.destruction.values().forEach(Runnable::run);
			this.destruction.clear();
		}

		@Override
		public Object get(String name, ObjectFactory<?> objectFactory) {
			Object bean = this.beans.get(name);
			if (bean == null) {
				bean = objectFactory.getObject();
				this.beans.put(name, bean);
			}
			return bean;
		}

		@Override
		public @Nullable Object remove(String name) {
			return this.beans.remove(name);
		}

		@Override
		public void registerDestructionCallback(String name, Runnable callback) {
			this.destruction.put(name, callback);
		}

	}

}
