package dev.mainstay.failure;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

import org.awaitility.Awaitility;

import dev.mainstay.testsupport.TestDatabase;

/**
 * Statements without results, and other sessions.
 */
final class Sql {

	private Sql() {
	}

	static void run(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	static long number(Connection connection, String query) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
			rows.next();
			return rows.getLong(1);
		}
	}

	/**
	 * Run statements in a session of their own, each committed by itself.
	 */
	static void aside(TestDatabase database, String... statements) throws SQLException {
		try (Connection other = database.connect()) {
			run(other, statements);
		}
	}

	/**
	 * Hold an open transaction of another session while something is done.
	 */
	static void besides(TestDatabase database, String held, Work work) throws Exception {
		try (Connection other = database.connect()) {
			other.setAutoCommit(false);
			run(other, held);
			try {
				work.with(other);
			}
			finally {
				other.rollback();
			}
		}
	}

	static <T> FutureTask<T> start(Callable<T> task) {
		FutureTask<T> future = new FutureTask<>(task);
		Thread thread = new Thread(future, "provocation");
		thread.setDaemon(true);
		thread.start();
		return future;
	}

	static void await(TestDatabase database, String query) throws SQLException {
		try (Connection observer = database.connect()) {
			Awaitility.await(query).until(() -> number(observer, query) > 0);
		}
	}

	/**
	 * What is done besides an open transaction.
	 */
	@FunctionalInterface
	interface Work {

		void with(Connection other) throws Exception;

	}

}
