package dev.mainstay.benchmark;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

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

import dev.mainstay.admission.CircuitOpenException;
import dev.mainstay.admission.PoolOverloadedException;
import dev.mainstay.benchmark.driver.NoOpDriver;
import dev.mainstay.datasource.RefusedException;

/**
 * Asks the data source of an application for a connection and is refused at once.
 */
@State(Scope.Benchmark)
@BenchmarkMode({ Mode.AverageTime, Mode.SampleTime })
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Dlogback.configurationFile=logback-benchmark.xml")
@SuppressWarnings("NullAway.Init")
public class RefusalBenchmark {

	@Param
	private Refuser refuser = Refuser.BREAKER;

	private Source source;

	private DataSource dataSource;

	@Setup
	public void start() throws Exception {
		this.source = this.refuser.open();
		this.dataSource = this.source.dataSource();
		this.refuser.provoke(this.dataSource);
	}

	@TearDown
	public void stop() throws IOException {
		this.source.pool().close();
	}

	@Benchmark
	public SQLException askInVain() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			throw new IllegalStateException("Was lent " + connection);
		}
		catch (RefusedException ex) {
			return ex;
		}
	}

	/**
	 * Who refuses.
	 */
	public enum Refuser {

		/**
		 * The breaker, of a database that is away.
		 */
		BREAKER {

			@Override
			Source open() {
				return ObservedApplication.openAt(NoOpDriver.AWAY, "db.pool.timeout=250ms");
			}

			@Override
			void provoke(DataSource dataSource) {
				while (true) {
					try (Connection connection = dataSource.getConnection()) {
						throw new IllegalStateException("Was lent " + connection);
					}
					catch (CircuitOpenException ex) {
						return;
					}
					catch (SQLException ex) {
						// Not yet.
					}
				}
			}

		},

		/**
		 * The gate, while all connections are lent and nobody may wait.
		 */
		GATE {

			@Override
			Source open() {
				return ObservedApplication.open("db.admission.policy=fixed", "db.admission.max-queue=0",
						"db.admission.shed=all");
			}

			// By another thread: who has a connection already is not refused.
			@Override
			void provoke(DataSource dataSource) throws InterruptedException {
				Thread thread = new Thread(() -> borrowAll(dataSource));
				thread.start();
				thread.join();
			}

		};

		abstract Source open();

		abstract void provoke(DataSource dataSource) throws InterruptedException;

		private static void borrowAll(DataSource dataSource) {
			while (true) {
				try {
					dataSource.getConnection();
				}
				catch (PoolOverloadedException ex) {
					return;
				}
				catch (SQLException ex) {
					throw new IllegalStateException(ex);
				}
			}
		}

	}

}
