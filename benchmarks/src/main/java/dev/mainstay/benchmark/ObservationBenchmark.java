package dev.mainstay.benchmark;

import java.sql.Connection;
import java.sql.SQLException;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Does what {@link StatementBenchmark} does, while one {@link Observer} or another looks
 * on.
 */
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
