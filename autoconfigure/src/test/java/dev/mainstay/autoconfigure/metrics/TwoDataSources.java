package dev.mainstay.autoconfigure.metrics;

import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * An application with two data sources, which are there before meters are bound.
 */
@Configuration(proxyBeanMethods = false)
class TwoDataSources {

	@Bean
	@Primary
	HikariDataSource orders() {
		return inMemory();
	}

	@Bean
	HikariDataSource stock() {
		return inMemory();
	}

	private static HikariDataSource inMemory() {
		return DataSourceBuilder.create()
			.type(HikariDataSource.class)
			.url("jdbc:h2:mem:" + UUID.randomUUID())
			.username("sa")
			.build();
	}

}
