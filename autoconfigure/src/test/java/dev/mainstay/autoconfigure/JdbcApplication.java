package dev.mainstay.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.mainstay.autoconfigure.health.DatabaseHealthAutoConfiguration;
import dev.mainstay.autoconfigure.metrics.DatabaseMetricsAutoConfiguration;
import dev.mainstay.autoconfigure.metrics.DatabaseTransactionMetricsAutoConfiguration;
import dev.mainstay.autoconfigure.observe.DatabaseObserveAutoConfiguration;
import dev.mainstay.autoconfigure.observe.DatabaseReadingsAutoConfiguration;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.autoconfigure.transaction.DatabaseTransactionStatisticsAutoConfiguration;
import dev.mainstay.pool.ConnectionEvent;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.pool.PoolSnapshot;
import dev.mainstay.testsupport.RelationalServer;

/**
 * A running application that uses JDBC with transactions and is configured by properties
 * alone.
 */
public final class JdbcApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private JdbcApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Start an application with the given data source.
	 * @param url the JDBC URL
	 * @param server the server whose user it connects as
	 * @param properties name-value pairs
	 * @return the running application
	 */
	public static JdbcApplication start(String url, RelationalServer server, String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.datasource.url=" + url,
				"spring.datasource.username=" + server.username(), "spring.datasource.password=" + server.password()));
		all.addAll(List.of(properties));
		return start(all.toArray(String[]::new));
	}

	/**
	 * Start an application.
	 * @param properties name-value pairs
	 * @return the running application
	 */
	public static JdbcApplication start(String... properties) {
		return start(Configuration.class, properties);
	}

	/**
	 * Start an application with beans of its own.
	 * @param beans a configuration class besides the auto-configurations
	 * @param properties name-value pairs
	 * @return the running application
	 */
	public static JdbcApplication start(Class<?> beans, String... properties) {
		String[] arguments = List.of(properties).stream().map("--"::concat).toArray(String[]::new);
		return new JdbcApplication(new SpringApplicationBuilder(Configuration.class, beans).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off")
			.run(arguments));
	}

	public ConfigurableApplicationContext context() {
		return this.context;
	}

	public JdbcTemplate jdbc() {
		return this.context.getBean(JdbcTemplate.class);
	}

	/**
	 * Ask the database for one number.
	 * @param sql a query of one row and one column
	 * @return the number
	 */
	public int number(String sql) {
		return Objects.requireNonNull(jdbc().queryForObject(sql, Integer.class));
	}

	/**
	 * Return the session that the database lends next.
	 * @return the process id of a PostgreSQL backend
	 */
	public int pid() {
		return number("SELECT pg_backend_pid()");
	}

	public ManagedPool pool() {
		return this.context.getBean(ManagedPools.class).all().get(0);
	}

	public PoolSnapshot snapshot() {
		return pool().snapshot();
	}

	public long count(ConnectionEvent event) {
		return pool().events().count(event);
	}

	/**
	 * Run work in a transaction.
	 * @param <T> the type of the result
	 * @param readOnly whether the transaction is declared read-only
	 * @param work what to do
	 * @return the result of the work
	 */
	public <T> T inTransaction(boolean readOnly, Supplier<T> work) {
		TransactionTemplate template = new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class));
		template.setReadOnly(readOnly);
		return template.execute((status) -> work.get());
	}

	@Override
	public void close() {
		this.context.close();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
			JdbcTemplateAutoConfiguration.class, TransactionAutoConfiguration.class, MetricsAutoConfiguration.class,
			SimpleMetricsExportAutoConfiguration.class, DatabasePoolAutoConfiguration.class,
			DatabaseHealthAutoConfiguration.class, DatabaseMetricsAutoConfiguration.class,
			DatabaseTransactionStatisticsAutoConfiguration.class, DatabaseTransactionMetricsAutoConfiguration.class,
			DatabaseObserveAutoConfiguration.class, DatabaseReadingsAutoConfiguration.class })
	static class Configuration {

	}

}
