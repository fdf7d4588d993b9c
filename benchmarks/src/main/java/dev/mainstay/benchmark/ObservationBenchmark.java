package dev.mainstay.benchmark;

import java.sql.Connection;
import java.sql.SQLException;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Does what {@link StatementBenchmark} does, while one {@link Observer} or another looks
 * on. What some of them run for one statement is compiled only after many seconds.
 */
@Warmup(iterations = 10, time = 2)
public class ObservationBenchmark extends JdbcBenchmark {

	@Param
	private Observer observer = Observer.HIKARI;

	@Override
	Source open() {
		return this.observer.open();
	}

	@Benchmark
	public long query() throws SQLException {
		try (Connection connection = borrow()) {
			return Query.run(connection);
		}
	}

}
