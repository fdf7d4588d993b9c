package dev.mainstay.benchmark;

import java.sql.Connection;
import java.sql.SQLException;

import org.openjdk.jmh.annotations.Benchmark;

/**
 * Borrows a connection, runs the {@link Query} and gives the connection back.
 */
public class StatementBenchmark extends FrontBenchmark {

	@Benchmark
	public long query() throws SQLException {
		try (Connection connection = borrow()) {
			return Query.run(connection);
		}
	}

}
