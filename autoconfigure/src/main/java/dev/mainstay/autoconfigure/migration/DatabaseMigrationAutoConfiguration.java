package dev.mainstay.autoconfigure.migration;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.pool.MigrationDataSource;

/**
 * Auto-configuration that gives Flyway and Liquibase connections without session limits.
 */
@AutoConfiguration(after = DatabasePoolAutoConfiguration.class,
		beforeName = { "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
				"org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration" })
@ConditionalOnClass({ HikariDataSource.class, DelegatingDataSource.class })
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
public final class DatabaseMigrationAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Flyway.class, FlywayConfigurationCustomizer.class })
	static class FlywayConfiguration {

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		FlywayConfigurationCustomizer mainstayFlywayCustomizer() {
			return (configuration) -> {
				DataSource dataSource = configuration.getDataSource();
				if (dataSource != null) {
					configuration.dataSource(new MigrationDataSource(dataSource));
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SpringLiquibase.class)
	static class LiquibaseConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static LiquibasePostProcessor mainstayLiquibasePostProcessor() {
			return new LiquibasePostProcessor();
		}

	}

	/**
	 * Exchanges the data source before Liquibase runs, which it does on initialization.
	 */
	static final class LiquibasePostProcessor implements BeanPostProcessor {

		@Override
		public Object postProcessBeforeInitialization(Object bean, String beanName) {
			if (bean instanceof SpringLiquibase liquibase && liquibase.getDataSource() != null) {
				liquibase.setDataSource(new MigrationDataSource(liquibase.getDataSource()));
			}
			return bean;
		}

	}

}
