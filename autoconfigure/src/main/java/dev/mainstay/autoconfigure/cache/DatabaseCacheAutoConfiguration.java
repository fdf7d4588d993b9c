package dev.mainstay.autoconfigure.cache;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import javax.sql.DataSource;

import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.BeanFactoryCacheOperationSourceAdvisor;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.core.Ordered;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.interceptor.BeanFactoryTransactionAttributeSourceAdvisor;
import org.springframework.util.StringValueResolver;
import org.springframework.util.function.SingletonSupplier;

import dev.mainstay.autoconfigure.background.PeriodicTask;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.cache.CacheWarmer;
import dev.mainstay.cache.QueryCache;
import dev.mainstay.cache.dependency.CatalogTables;
import dev.mainstay.cache.dependency.StatementTables;
import dev.mainstay.cache.invalidation.Invalidations;
import dev.mainstay.cache.jpa.HibernateTenants;
import dev.mainstay.cache.jpa.JpaPersistenceState;
import dev.mainstay.cache.key.CacheKeyContributor;
import dev.mainstay.cache.key.KeyContext;
import dev.mainstay.cache.key.KeyIdentities;
import dev.mainstay.cache.key.RoutingKeys;
import dev.mainstay.cache.method.CachedCalls;
import dev.mainstay.cache.method.CachedQueryAdvisor;
import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.read.PersistenceState;
import dev.mainstay.cache.read.SharedAnswers;
import dev.mainstay.cache.spring.CacheCallAdvisor;
import dev.mainstay.cache.spring.QueryCacheManager;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.tracking.ChangeTracker;
import dev.mainstay.cache.value.ValueCopies;
import dev.mainstay.cache.version.TagVersions;
import dev.mainstay.cache.warm.WarmAnswers;
import dev.mainstay.datasource.SideConnections;

/**
 * Auto-configuration of the query cache.
 */
@AutoConfiguration(after = DatabasePoolAutoConfiguration.class)
@ConditionalOnClass(Caffeine.class)
@ConditionalOnBean(SideConnections.class)
@ConditionalOnBooleanProperty(name = { "db.enabled", "db.cache.enabled" }, matchIfMissing = true)
@EnableConfigurationProperties(CacheProperties.class)
public final class DatabaseCacheAutoConfiguration {

	private static final Duration MAINTENANCE = Duration.ofSeconds(1);

	private static final Duration REFRESH = Duration.ofMinutes(2);

	@Bean
	@ConditionalOnMissingBean
	TagVersions mainstayTagVersions() {
		return new TagVersions(System::nanoTime);
	}

	@Bean
	@ConditionalOnMissingBean
	ChangeTracker mainstayChangeTracker(TagVersions versions, StatementTables tables) {
		return new ChangeTracker(versions, tables, System::nanoTime);
	}

	@Bean
	@ConditionalOnMissingBean
	QueryStore mainstayQueryStore(CacheProperties properties) {
		return new QueryStore(properties, System::nanoTime, Runnable::run);
	}

	@Bean
	@ConditionalOnMissingBean
	Invalidations mainstayInvalidations(QueryStore store, TagVersions versions) {
		return new Invalidations(store, versions);
	}

	@Bean
	KeyIdentities mainstayKeyIdentities(ConfigurableListableBeanFactory beans) {
		return new KeyIdentities(new BeanNames(beans));
	}

	@Bean
	RoutingKeys mainstayRoutingKeys(ObjectProvider<DataSource> dataSources) {
		return new RoutingKeys(dataSources::orderedStream);
	}

	@Bean
	@Lazy
	KeyContext mainstayKeyContext(ObjectProvider<CacheKeyContributor> contributors) {
		return new KeyContext(contributors.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	CachedReads mainstayCachedReads(QueryStore store, TagVersions versions, ChangeTracker tracker,
			StatementTables tables, ObjectProvider<PersistenceState> persistence,
			ObjectProvider<SharedAnswers> shared) {
		return new CachedReads(store, new ValueCopies(), versions, tracker, tables,
				persistence.getIfUnique(() -> PersistenceState.NONE), System::nanoTime,
				shared.getIfUnique(() -> SharedAnswers.NONE));
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	QueryCache queryCache(CachedReads reads, QueryStore store, Invalidations invalidations, KeyContext context,
			KeyIdentities identities, ObjectProvider<JdbcOperations> jdbc) {
		return new QueryCache(reads, store, invalidations, context, identities, jdbc::getObject);
	}

	@Bean
	@Lazy
	CachedCalls mainstayCachedCalls(CachedReads reads, QueryStore store, Invalidations invalidations,
			KeyContext context, KeyIdentities identities, BeanFactory beans, ObjectProvider<WarmAnswers> warming) {
		return new CachedCalls(reads, store, invalidations, context, identities, new BeanFactoryResolver(beans),
				warming.getIfAvailable());
	}

	@Bean
	PeriodicTask mainstayCacheMaintenance(ChangeTracker tracker, QueryStore store, TagVersions versions) {
		return new PeriodicTask("db-cache", MAINTENANCE, () -> {
			if (versions.isUsed()) {
				tracker.maintain();
				store.maintain((answer) -> versions.isCurrent(answer.tags(), answer.stamp()));
			}
		});
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "db.cache.warming.enabled", matchIfMissing = true)
	@EnableConfigurationProperties(CacheWarmingProperties.class)
	static class WarmingConfiguration {

		@Bean
		SingletonBeans mainstaySingletonBeans(ConfigurableListableBeanFactory beanFactory) {
			return new SingletonBeans(beanFactory);
		}

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		WarmAnswers mainstayWarmAnswers(CachedReads reads, QueryStore store, TagVersions versions, KeyContext context,
				SingletonBeans beans, CacheWarmingProperties properties) {
			return new WarmAnswers(reads, store, versions, context, beans, properties, System::nanoTime,
					() -> ThreadLocalRandom.current().nextDouble());
		}

		@Bean
		WarmingThreads mainstayWarmingThreads(ObjectProvider<WarmAnswers> answers, TagVersions versions,
				SingletonBeans beans, ObjectProvider<CacheWarmer> warmers, CacheWarmingProperties properties) {
			return new WarmingThreads(answers::getObject, versions::isUsed, beans, warmers::orderedStream, properties);
		}

	}

	// Made early, like all advisors.
	@Configuration(proxyBeanMethods = false)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static class AdvisorConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		CachedQueryAdvisor mainstayCachedQueryAdvisor(ObjectProvider<CachedCalls> calls,
				ObjectProvider<TagVersions> versions, ConfigurableBeanFactory beanFactory,
				ObjectProvider<BeanFactoryTransactionAttributeSourceAdvisor> transactions) {
			return new CachedQueryAdvisor(SingletonSupplier.of(calls::getObject)::obtain,
					beanFactory::resolveEmbeddedValue,
					() -> transactions.stream()
						.mapToInt(BeanFactoryTransactionAttributeSourceAdvisor::getOrder)
						.min()
						.orElse(Ordered.LOWEST_PRECEDENCE),
					() -> versions.getObject().use());
		}

	}

	// Behind the beans that a user's own replaces.
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(StatementTables.class)
	static class CatalogConfiguration {

		@Bean
		CatalogTables mainstayStatementTables(SideConnections connections, CacheProperties properties,
				@Qualifier("mainstayCatalogLoader") CatalogLoader loader, TagVersions versions) {
			CatalogTables tables = new CatalogTables(connections, loader, System::nanoTime, properties.sideEffects());
			tables.onRedefinition(versions::changedAll);
			return tables;
		}

		// Nobody's default: Spring Boot has no executor for tasks where there is another.
		@Bean(defaultCandidate = false)
		CatalogLoader mainstayCatalogLoader() {
			return new CatalogLoader();
		}

		@Bean
		CatalogUpdates mainstayCatalogUpdates(CatalogTables tables, TagVersions versions) {
			return new CatalogUpdates(tables, versions);
		}

		@Bean
		PeriodicTask mainstayCatalogRefresh(CatalogTables tables, TagVersions versions) {
			return new PeriodicTask("db-cache-catalog", REFRESH, () -> {
				if (versions.isUsed()) {
					tables.refresh();
				}
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RepositoryFactoryBeanSupport.class)
	static class RepositoryConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static RepositoryPostProcessor mainstayCachedRepositoryPostProcessor(ObjectProvider<CachedCalls> calls,
				ObjectProvider<TagVersions> versions, ConfigurableBeanFactory beanFactory) {
			StringValueResolver placeholders = beanFactory::resolveEmbeddedValue;
			return new RepositoryPostProcessor(SingletonSupplier.of(calls::getObject)::obtain, placeholders,
					() -> versions.getObject().use());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ EntityManagerFactory.class, EntityManagerHolder.class })
	static class JpaConfiguration {

		@Bean
		@ConditionalOnMissingBean(PersistenceState.class)
		JpaPersistenceState mainstayPersistenceState() {
			return new JpaPersistenceState();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ SessionFactoryImplementor.class, EntityManagerHolder.class })
	@ImportRuntimeHints(SecondLevelCacheHints.class)
	static class HibernateConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static SecondLevelCachePostProcessor mainstaySecondLevelCachePostProcessor() {
			return new SecondLevelCachePostProcessor();
		}

		@Bean
		HibernateTenants mainstayHibernateTenants(ObjectProvider<EntityManagerFactory> factories) {
			return new HibernateTenants(factories::orderedStream);
		}

	}

	// Not Spring's business unless somebody names it.
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ CacheManager.class, CacheOperationSource.class })
	@ConditionalOnMissingBean(name = QueryCacheManager.BEAN_NAME)
	static class SpringCacheConfiguration {

		@Bean(name = QueryCacheManager.BEAN_NAME, defaultCandidate = false)
		@Lazy
		QueryCacheManager mainstayCacheManager(CachedReads reads, QueryStore store, Invalidations invalidations,
				KeyContext context) {
			return new QueryCacheManager(reads, store, invalidations, context);
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		@ConditionalOnBean(BeanFactoryCacheOperationSourceAdvisor.class)
		static CacheCallAdvisor mainstayCacheCallAdvisor(
				ObjectProvider<BeanFactoryCacheOperationSourceAdvisor> caching) {
			return new CacheCallAdvisor(() -> order(caching));
		}

		private static int order(ObjectProvider<BeanFactoryCacheOperationSourceAdvisor> caching) {
			try {
				return caching.stream()
					.mapToInt(BeanFactoryCacheOperationSourceAdvisor::getOrder)
					.min()
					.orElse(Ordered.LOWEST_PRECEDENCE);
			}
			catch (BeanCurrentlyInCreationException ex) {
				return Ordered.LOWEST_PRECEDENCE;
			}
		}

	}

}
