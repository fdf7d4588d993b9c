package dev.mainstay.failure;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Future;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.testsupport.TestDatabase;

/**
 * Tests for {@link FailureClassifier} with errors of H2.
 */
class H2ErrorsIntegrationTests extends AbstractErrorsTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	H2ErrorsIntegrationTests() {
		super("h2", DatabaseProduct.H2);
	}

	@Override
	TestDatabase database() {
		return database;
	}

	@BeforeAll
	void createTables() throws SQLException {
		Sql.aside(database, "CREATE TABLE witness (id int PRIMARY KEY)",
				"CREATE TABLE kitchen (id int PRIMARY KEY, places int)", """
						CREATE TABLE meal (id int PRIMARY KEY, name varchar(5) NOT NULL UNIQUE,
							price decimal(4, 2) CHECK (price >= 0), kitchen int REFERENCES kitchen,
							course enum('first', 'main'), small tinyint)""",
				"INSERT INTO kitchen VALUES (1, 10), (2, 20), (3, 30)",
				"INSERT INTO meal VALUES (1, 'soup', 3, 1, 'first', 1)");
	}

	@Override
	List<Provocation> provocations() {
		return List.of(Provocation.of("deadlock", FailureKind.DEADLOCK, Rollback.DONE, this::deadlock),
				Provocation.of("write conflict", FailureKind.DEADLOCK, Rollback.DONE, this::conflict)
					.at(Connection.TRANSACTION_REPEATABLE_READ),
				Provocation.of("lock timeout", FailureKind.LOCK_TIMEOUT, Rollback.NEEDED,
						locked("SET LOCK_TIMEOUT 20", "UPDATE kitchen SET places = 0 WHERE id = 1")),
				Provocation.of("NOWAIT", FailureKind.LOCK_TIMEOUT, Rollback.NEEDED,
						locked("SELECT * FROM kitchen WHERE id = 1 FOR UPDATE NOWAIT")),
				Provocation.of("statement timeout", FailureKind.STATEMENT_TIMEOUT, Rollback.NEEDED,
						(connection) -> Sql.run(connection, "SET QUERY_TIMEOUT 20", endless())),
				Provocation.of("cancel", FailureKind.STATEMENT_TIMEOUT, Rollback.NEEDED, this::cancel),
				Provocation.of("database closed", FailureKind.CONNECTION_LOST, Rollback.DONE, (connection) -> {
					String url = "jdbc:h2:mem:errors-closed";
					try (Connection closed = DriverManager.getConnection(url)) {
						connection.close();
						Sql.run(closed, "SHUTDOWN IMMEDIATELY");
						Sql.run(closed, "SELECT 1");
					}
				}), Provocation.of("connection closed", FailureKind.OTHER, Rollback.NOT_KNOWN, (connection) -> {
					connection.close();
					Sql.run(connection, "SELECT 1");
				}),
				Provocation.of("connection refused", FailureKind.CANNOT_CONNECT, Rollback.NOTHING_BEGAN,
						(connection) -> DriverManager.getConnection("jdbc:h2:tcp://127.0.0.1:1/nowhere").close()),
				constraint("unique", "INSERT INTO meal (id, name) VALUES (2, 'soup')"),
				constraint("primary key", "INSERT INTO kitchen VALUES (1, 1)"),
				constraint("foreign key, no parent", "INSERT INTO meal (id, name, kitchen) VALUES (2, 'fish', 99)"),
				constraint("foreign key, child", "DELETE FROM kitchen WHERE id = 1"),
				constraint("not null", "INSERT INTO meal (id, name) VALUES (2, NULL)"),
				constraint("check", "INSERT INTO meal (id, name, price) VALUES (2, 'fish', -1)"),
				Provocation.of("batch, unique", FailureKind.CONSTRAINT, Rollback.NEEDED, this::batch),
				invalid("too long", "INSERT INTO meal (id, name) VALUES (2, 'goulash')"),
				invalid("out of range", "INSERT INTO meal (id, name, price) VALUES (2, 'fish', 100)"),
				invalid("number too big", "INSERT INTO meal (id, name, small) VALUES (2, 'fish', 1000)"),
				invalid("bad text", "INSERT INTO kitchen VALUES (4, 'many')"),
				invalid("bad enum", "INSERT INTO meal (id, name, course) VALUES (2, 'fish', 'last')"),
				invalid("bad date", "SELECT CAST('2026-02-30' AS date)"), invalid("division by zero", "SELECT 1 / 0"),
				bad("syntax", "SELEKT 1"), bad("unknown table", "SELECT * FROM nowhere"),
				bad("unknown column", "SELECT colour FROM meal"), bad("unknown function", "SELECT cook(1)"),
				bad("two rows for one", "SELECT (SELECT id FROM kitchen)"),
				Provocation.of("parameter missing", FailureKind.BAD_STATEMENT, Rollback.NEEDED, (connection) -> {
					try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM meal WHERE id = ?")) {
						statement.executeQuery();
					}
				}));
	}

	private static Provocation constraint(String name, String sql) {
		return Provocation.of(name, FailureKind.CONSTRAINT, Rollback.NEEDED, sql);
	}

	private static Provocation invalid(String name, String sql) {
		return Provocation.of(name, FailureKind.INVALID_DATA, Rollback.NEEDED, sql);
	}

	private static Provocation bad(String name, String sql) {
		return Provocation.of(name, FailureKind.BAD_STATEMENT, Rollback.NEEDED, sql);
	}

	private static Provocation.Deed locked(String... statements) {
		return (connection) -> Sql.besides(database, "UPDATE kitchen SET places = 0 WHERE id = 1",
				(other) -> Sql.run(connection, statements));
	}

	private static String endless() {
		return "SELECT count(*) FROM SYSTEM_RANGE(1, 1000000) a, SYSTEM_RANGE(1, 1000000) b WHERE a.x + b.x = 3";
	}

	// The younger transaction gives way, so this one begins again.
	private void deadlock(Connection connection) throws Exception {
		long id = Sql.number(connection, "SELECT max(id) FROM witness");
		Sql.run(connection, "SET LOCK_TIMEOUT 30000");
		connection.rollback();
		Sql.besides(database, "UPDATE kitchen SET places = 0 WHERE id = 2", (other) -> {
			Sql.run(connection, "INSERT INTO witness VALUES (" + id + ")",
					"UPDATE kitchen SET places = 0 WHERE id = 1");
			Sql.run(other, "SET LOCK_TIMEOUT 30000");
			Future<?> waiting = Sql.start(() -> {
				Sql.run(other, "UPDATE kitchen SET places = 0 WHERE id = 1");
				return null;
			});
			Sql.await(database, "SELECT count(*) FROM INFORMATION_SCHEMA.SESSIONS WHERE BLOCKER_ID IS NOT NULL");
			Sql.run(connection, "UPDATE kitchen SET places = 0 WHERE id = 2");
			waiting.get();
		});
	}

	private void conflict(Connection connection) throws SQLException {
		Sql.run(connection, "SELECT * FROM kitchen");
		Sql.aside(database, "UPDATE kitchen SET places = places + 1 WHERE id = 3");
		Sql.run(connection, "UPDATE kitchen SET places = places + 1 WHERE id = 3");
	}

	private void cancel(Connection connection) throws Exception {
		try (Statement statement = connection.createStatement()) {
			Future<?> waiting = Sql.start(() -> {
				Sql.await(database, "SELECT count(*) FROM INFORMATION_SCHEMA.SESSIONS "
						+ "WHERE EXECUTING_STATEMENT LIKE '%SYSTEM_RANGE(1,%' AND SESSION_ID <> SESSION_ID()");
				statement.cancel();
				return null;
			});
			try {
				statement.execute(endless());
			}
			finally {
				waiting.get();
			}
		}
	}

	private void batch(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("INSERT INTO kitchen VALUES (?, 1)")) {
			for (int id = 5; id >= 3; id--) {
				statement.setInt(1, id);
				statement.addBatch();
			}
			statement.executeBatch();
		}
	}

}
