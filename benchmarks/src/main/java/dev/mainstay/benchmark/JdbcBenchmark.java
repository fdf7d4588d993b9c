package dev.mainstay.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
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

import dev.mainstay.benchmark.driver.NoOpDriver;

/**
 * A benchmark on connections of a pool, with one {@link Front} or another before it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "-Dlogback.configurationFile=logback-benchmark.xml")
public abstract class JdbcBenchmark {

	private static final int SIZE = 10;

	@Param
	private Front front = Front.PLAIN;

	private HikariDataSource pool = new HikariDataSource();

	private DataSource dataSource = this.pool;

	// The pool starts with the first connection, as Spring Boot has it.
	@Setup
	public void start() throws SQLException {
		this.pool.setDriverClassName(NoOpDriver.class.getName());
		this.pool.setJdbcUrl(NoOpDriver.URL);
		this.pool.setMaximumPoolSize(SIZE);
		this.pool.setMinimumIdle(SIZE);
		this.dataSource = this.front.putBefore(this.pool);
		this.dataSource.getConnection().close();
	}

	@TearDown
	public void stop() {
		this.pool.close();
	}

	final Connection borrow() throws SQLException {
		return this.dataSource.getConnection();
	}

}
