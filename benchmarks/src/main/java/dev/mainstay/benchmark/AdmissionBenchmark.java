package dev.mainstay.benchmark;

import java.sql.Connection;
import java.sql.SQLException;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Param;

/**
 * Borrows a connection that is there and gives it back, on a stack as deep as that of a
 * web application or a shallow one.
 */
public class AdmissionBenchmark extends JdbcBenchmark {

	@Param
	private Guard guard = Guard.HIKARI;

	@Param({ "0", "120" })
	private int depth;

	@Override
	final Source open() {
		return this.guard.open();
	}

	@Benchmark
	public void borrowAndReturn() throws SQLException {
		descend(this.depth);
	}

	@CompilerControl(CompilerControl.Mode.DONT_INLINE)
	private void descend(int frames) throws SQLException {
		if (frames > 0) {
			descend(frames - 1);
			return;
		}
		try (Connection connection = borrow()) {
			work(connection);
		}
	}

	@CompilerControl(CompilerControl.Mode.DONT_INLINE)
	private static void work(Connection connection) {
	}

	/**
	 * What stands in front of the pool.
	 */
	public enum Guard {

		/**
		 * Nothing.
		 */
		HIKARI {

			@Override
			Source open() {
				return Source.hikari((pool) -> pool);
			}

		},

		/**
		 * The same pool in an application with Mainstay, everything on as it is by
		 * default. Spring Boot does not measure the pool, as nobody does above.
		 */
		HIKARI_GUARDED {

			@Override
			Source open() {
				return ObservedApplication.open("spring.autoconfigure.exclude=" + POOL_METRICS);
			}

		},

		/**
		 * An application without Mainstay. Spring Boot has HikariCP measure how long
		 * connections are waited for and used.
		 */
		SPRING {

			@Override
			Source open() {
				return ObservedApplication.open("db.enabled=false");
			}

		},

		/**
		 * An application with Mainstay, but for what guards the pool.
		 */
		UNGUARDED {

			@Override
			Source open() {
				return ObservedApplication.open("db.admission.enabled=false", "db.breaker.enabled=false");
			}

		},

		/**
		 * An application with Mainstay, everything on as it is by default.
		 */
		GUARDED {

			@Override
			Source open() {
				return ObservedApplication.open();
			}

		};

		private static final String POOL_METRICS = "org.springframework.boot.jdbc.autoconfigure.metrics."
				+ "DataSourcePoolMetricsAutoConfiguration";

		abstract Source open();

	}

}
