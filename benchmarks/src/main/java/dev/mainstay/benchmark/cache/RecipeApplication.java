package dev.mainstay.benchmark.cache;

import java.util.HashMap;
import java.util.Map;

import javax.cache.CacheManager;
import javax.sql.DataSource;

import jakarta.persistence.EntityManagerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/**
 * The application that all variants have in common: recipes by JPA.
 * <p>
 * JPA is set up by hand, because applications that are measured elsewhere would set it up
 * as well if it were automatic.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class RecipeApplication {

	@Bean
	LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource dataSource,
			ObjectProvider<CacheManager> caches) {
		Map<String, Object> properties = new HashMap<>();
		CacheManager regions = caches.getIfAvailable();
		properties.put("hibernate.cache.use_second_level_cache", regions != null);
		properties.put("hibernate.cache.use_query_cache", regions != null);
		if (regions != null) {
			properties.put("hibernate.cache.region.factory_class", "jcache");
			properties.put("hibernate.javax.cache.cache_manager", regions);
		}
		LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
		factory.setDataSource(dataSource);
		factory.setManagedTypes(PersistenceManagedTypes.of(Recipe.class.getName(), Rating.class.getName()));
		factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
		factory.setJpaPropertyMap(properties);
		return factory;
	}

	@Bean
	JpaTransactionManager transactionManager(EntityManagerFactory entityManagerFactory) {
		return new JpaTransactionManager(entityManagerFactory);
	}

	@Bean
	JpaRecipes jpaRecipes() {
		return new JpaRecipes();
	}

}
