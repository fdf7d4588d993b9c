package dev.mainstay.benchmark;

import java.sql.PreparedStatement;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.transaction.annotation.Transactional;

import dev.mainstay.benchmark.driver.NoOpDriver;
import dev.mainstay.transaction.RetryableTransaction;

/**
 * Calls a transactional method that succeeds at once, in plain Spring Boot and with
 * Mainstay, on a driver that does nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init")
public class TransactionBenchmark {

	@Param({ "SPRING", "MAINSTAY" })
	public String transactions;

	private ConfigurableApplicationContext context;

	private Work work;

	@Setup
	public void start() {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("db.enabled=" + this.transactions.equals("MAINSTAY"), "spring.main.banner-mode=off",
					"logging.level.root=warn", "spring.datasource.url=" + NoOpDriver.URL,
					"spring.datasource.driver-class-name=" + NoOpDriver.class.getName(),
					"spring.datasource.hikari.maximum-pool-size=8")
			.run();
		this.work = this.context.getBean(Work.class);
	}

	@TearDown
	public void stop() {
		this.context.close();
	}

	@Benchmark
	public int emptyTransaction() {
		return this.work.nothing();
	}

	@Benchmark
	public int oneUpdate() {
		return this.work.update();
	}

	/**
	 * An application with one service.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Work.class)
	static class Application {

	}

	/**
	 * What is done in a transaction.
	 */
	public static class Work {

		private final JdbcTemplate jdbc;

		Work(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		@RetryableTransaction
		public int nothing() {
			return 1;
		}

		@Transactional
		@RetryableTransaction
		public int update() {
			Integer rows = this.jdbc.execute("UPDATE account SET balance = balance + 1",
					(PreparedStatementCallback<Integer>) PreparedStatement::executeUpdate);
			return (rows != null) ? rows : 0;
		}

	}

}
