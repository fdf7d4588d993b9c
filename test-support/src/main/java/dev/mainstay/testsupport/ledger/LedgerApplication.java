package dev.mainstay.testsupport.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import javax.sql.DataSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A running application that carries out transfers, with everything that is on the class
 * path configured automatically.
 */
final class LedgerApplication implements AutoCloseable {

	// What goes wrong is meant to; the report says it shorter.
	private static final List<String> QUIET = List.of("logging.level.com.zaxxer.hikari=off",
			"logging.level.org.mariadb=off", "logging.level.org.hibernate=off",
			"logging.level.org.springframework.jdbc=off", "logging.level.org.springframework.transaction=off");

	private final ConfigurableApplicationContext context;

	private final Predicate<Throwable> unknown;

	private LedgerApplication(ConfigurableApplicationContext context, Predicate<Throwable> unknown) {
		this.context = context;
		this.unknown = unknown;
	}

	static LedgerApplication start(LedgerDatabase database, List<Class<?>> sources, Predicate<Throwable> unknown,
			String... properties) {
		List<String> arguments = new ArrayList<>(database.springProperties());
		arguments.addAll(List.of("spring.main.banner-mode=off", "spring.flyway.enabled=false",
				"spring.liquibase.enabled=false", "spring.datasource.hikari.maximum-pool-size=32"));
		arguments.addAll(QUIET);
		arguments.addAll(List.of(properties));
		return new LedgerApplication(
				new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).web(WebApplicationType.NONE)
					.run(arguments.stream().map("--"::concat).toArray(String[]::new)),
				unknown);
	}

	TransferUnit unit() {
		return this.context.getBean(TransferUnit.class);
	}

	Witness witness() {
		return this.context.getBean(Witness.class);
	}

	boolean isUnknown(Throwable error) {
		return this.unknown.test(error);
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * Configuration of an application that uses JDBC.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			excludeName = { "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
					"org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration" })
	static class Jdbc {

		@Bean
		Witness witness(DataSource dataSource) {
			return new Witness(dataSource);
		}

		@Bean
		JdbcTransfer jdbcTransfer(JdbcTemplate jdbc, Witness witness) {
			return new JdbcTransfer(jdbc, witness);
		}

	}

}
