package dev.mainstay.benchmark;

import java.sql.Connection;
import java.sql.SQLException;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;

/**
 * Borrows a connection and gives it back.
 */
public class BorrowBenchmark extends FrontBenchmark {

	@Benchmark
	public void borrowAndReturn() throws SQLException {
		try (Connection connection = borrow()) {
			work(connection);
		}
	}

	// In an application the connection leaves the method that borrowed it. Without this
	// call the compiler may take it apart and never make it.
	@CompilerControl(CompilerControl.Mode.DONT_INLINE)
	private static void work(Connection connection) {
	}

}
