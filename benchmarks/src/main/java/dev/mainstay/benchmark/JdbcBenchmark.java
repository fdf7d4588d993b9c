package dev.mainstay.benchmark;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A benchmark on connections of a pool over a driver that does nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "-Dlogback.configurationFile=logback-benchmark.xml")
@SuppressWarnings("NullAway.Init")
public abstract class JdbcBenchmark {

	private Source source;

	private DataSource dataSource;

	// The pool starts with the first connection, as Spring Boot has it.
	@Setup
	public void start() throws SQLException {
		this.source = open();
		this.dataSource = this.source.dataSource();
		this.dataSource.getConnection().close();
	}

	@TearDown
	public void stop() throws IOException {
		this.source.pool().close();
	}

	abstract Source open();

	final Connection borrow() throws SQLException {
		return this.dataSource.getConnection();
	}

}
