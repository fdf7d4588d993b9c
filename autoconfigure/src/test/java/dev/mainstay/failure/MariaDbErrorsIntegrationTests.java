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
import dev.mainstay.testsupport.MariaDbServer;
import dev.mainstay.testsupport.TcpProxy;
import dev.mainstay.testsupport.TestDatabase;

/**
 * Tests for {@link FailureClassifier} with errors of MariaDB.
 */
class MariaDbErrorsIntegrationTests extends AbstractErrorsTests {

	private static final String GUEST = "errors_guest";

	@RegisterExtension
	static final TestDatabase database = TestDatabase.mariadb();

	MariaDbErrorsIntegrationTests() {
		super("mariadb", DatabaseProduct.MYSQL);
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
							price decimal(4, 2) CHECK (price >= 0), kitchen int,
							course enum('first', 'main'), day date,
							CONSTRAINT meal_kitchen FOREIGN KEY (kitchen) REFERENCES kitchen (id))""",
				"CREATE TABLE ballast (id int PRIMARY KEY)", "CREATE TABLE changing (id int PRIMARY KEY)",
				"CREATE VIEW cheap AS SELECT * FROM meal WHERE price < 5 WITH CHECK OPTION",
				"INSERT INTO kitchen VALUES (1, 10), (2, 20), (3, 30)",
				"INSERT INTO meal VALUES (1, 'soup', 3, 1, 'first', NULL)",
				"CREATE OR REPLACE USER " + GUEST + " IDENTIFIED BY 'guest' WITH MAX_USER_CONNECTIONS 1",
				"GRANT SELECT, INSERT ON witness TO " + GUEST);
	}

	@Override
	List<Provocation> provocations() {
		return List.of(Provocation.of("deadlock", FailureKind.DEADLOCK, Rollback.DONE, this::deadlock),
				Provocation.of("snapshot conflict", FailureKind.SERIALIZATION_CONFLICT, Rollback.DONE, this::conflict)
					.at(Connection.TRANSACTION_REPEATABLE_READ),
				Provocation.of("table changed", FailureKind.SERIALIZATION_CONFLICT, Rollback.NEEDED, this::tableChanged)
					.at(Connection.TRANSACTION_REPEATABLE_READ),
				Provocation.of("lock timeout", FailureKind.LOCK_TIMEOUT, Rollback.NEEDED,
						locked("SET innodb_lock_wait_timeout = 1", "UPDATE kitchen SET places = 0 WHERE id = 1")),
				Provocation.of("NOWAIT", FailureKind.LOCK_TIMEOUT, Rollback.NEEDED,
						locked("SELECT * FROM kitchen WHERE id = 1 FOR UPDATE NOWAIT")),
				Provocation.of("statement timeout", FailureKind.STATEMENT_TIMEOUT, Rollback.NEEDED,
						"SET STATEMENT max_statement_time = 0.02 FOR SELECT count(*) "
								+ "FROM seq_1_to_100000000 a JOIN seq_1_to_100000000 b"),
				Provocation.of("query timeout", FailureKind.STATEMENT_TIMEOUT, Rollback.NEEDED, (connection) -> {
					try (Statement statement = connection.createStatement()) {
						statement.setQueryTimeout(1);
						statement.execute("SELECT count(*) FROM seq_1_to_100000000 a JOIN seq_1_to_100000000 b");
					}
				}), Provocation.of("KILL QUERY", FailureKind.CANCELLED, Rollback.NEEDED, this::killQuery),
				Provocation.of("KILL QUERY in a lock wait", FailureKind.CANCELLED, Rollback.NEEDED, (connection) -> {
					Sql.run(connection, "SET innodb_lock_wait_timeout = 30");
					Sql.besides(database, "UPDATE kitchen SET places = 0 WHERE id = 1",
							(other) -> killQuery(connection, "UPDATE kitchen SET places = 0 WHERE id = 1"));
				}), Provocation.of("killed", FailureKind.CONNECTION_LOST, Rollback.DONE, this::kill),
				Provocation.of("connection cut", FailureKind.CONNECTION_LOST, Rollback.DONE, this::cut),
				Provocation.of("connection closed", FailureKind.CONNECTION_LOST, Rollback.DONE, (connection) -> {
					connection.close();
					Sql.run(connection, "SELECT 1");
				}),
				Provocation.of("connection refused", FailureKind.CANNOT_CONNECT, Rollback.NOTHING_BEGAN, this::refused),
				Provocation.of("connection refused, driver of MySQL", FailureKind.CANNOT_CONNECT,
						Rollback.NOTHING_BEGAN, this::refusedToMySqlDriver),
				Provocation.of("too many connections of a user", FailureKind.TOO_MANY_CONNECTIONS,
						Rollback.NOTHING_BEGAN, (connection) -> {
							try (Connection only = guest()) {
								Sql.run(only, "SELECT 1");
								guest().close();
							}
						}),
				Provocation.of("read-only transaction", FailureKind.READ_ONLY_TRANSACTION, Rollback.NEEDED,
						(connection) -> Sql.run(connection, "COMMIT", "START TRANSACTION READ ONLY",
								"DELETE FROM meal")),
				Provocation.of("read-only server", FailureKind.READ_ONLY_SERVER, Rollback.NEEDED, this::readOnlyServer),
				constraint("unique", "INSERT INTO meal (id, name) VALUES (2, 'soup')"),
				constraint("primary key", "INSERT INTO kitchen VALUES (1, 1)"),
				constraint("foreign key, no parent", "INSERT INTO meal (id, name, kitchen) VALUES (2, 'fish', 99)"),
				constraint("foreign key, child", "DELETE FROM kitchen WHERE id = 1"),
				constraint("not null", "INSERT INTO meal (id, name) VALUES (2, NULL)"),
				constraint("no default", "INSERT INTO meal (id) VALUES (2)"),
				constraint("check", "INSERT INTO meal (id, name, price) VALUES (2, 'fish', -1)"),
				constraint("check option", "INSERT INTO cheap (id, name, price) VALUES (2, 'fish', 9)"),
				Provocation.of("batch, unique", FailureKind.CONSTRAINT, Rollback.NEEDED, this::batch),
				invalid("too long", "INSERT INTO meal (id, name) VALUES (2, 'goulash')"),
				invalid("out of range", "INSERT INTO meal (id, name, price) VALUES (2, 'fish', 100)"),
				invalid("bigint overflow", "INSERT INTO kitchen SELECT 4, 9223372036854775807 + places FROM kitchen"),
				invalid("bad text", "INSERT INTO kitchen VALUES (4, 'many')"),
				invalid("bad enum", "INSERT INTO meal (id, name, course) VALUES (2, 'fish', 'last')"),
				invalid("bad date", "INSERT INTO meal (id, name, day) VALUES (2, 'fish', '2026-02-30')"),
				invalid("division by zero", "INSERT INTO kitchen VALUES (4, 1 / 0)"), bad("syntax", "SELEKT 1"),
				bad("unknown table", "SELECT * FROM nowhere"), bad("unknown column", "SELECT colour FROM meal"),
				bad("two rows for one", "SELECT (SELECT id FROM kitchen)"),
				bad("unknown variable", "SET colour_of_the_server = 1"),
				Provocation.of("no permission", FailureKind.BAD_STATEMENT, Rollback.NEEDED, (connection) -> {
					try (Connection guest = guest()) {
						Sql.run(guest, "SELECT * FROM meal");
					}
				}), Provocation.of("parameter missing", FailureKind.OTHER, Rollback.NEEDED, (connection) -> {
					try (PreparedStatement statement = connection.prepareStatement("SELECT ?")) {
						statement.execute();
					}
				}), Provocation.of("raised by a procedure", FailureKind.OTHER, Rollback.NEEDED,
						"SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'closed'"));
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

	private static Connection guest() throws SQLException {
		return DriverManager.getConnection(database.url(), GUEST, "guest");
	}

	// Who has written more survives.
	private void deadlock(Connection connection) throws Exception {
		Sql.run(connection, "UPDATE kitchen SET places = 0 WHERE id = 1");
		Sql.besides(database, "INSERT INTO ballast SELECT seq FROM seq_1_to_100", (other) -> {
			Sql.run(other, "UPDATE kitchen SET places = 0 WHERE id = 2");
			Future<?> waiting = Sql.start(() -> {
				Sql.run(other, "UPDATE kitchen SET places = 0 WHERE id = 1");
				return null;
			});
			Sql.await(database, "SELECT count(*) FROM information_schema.innodb_lock_waits");
			try {
				Sql.run(connection, "UPDATE kitchen SET places = 0 WHERE id = 2");
			}
			finally {
				waiting.get();
			}
		});
	}

	private void conflict(Connection connection) throws SQLException {
		Sql.run(connection, "SET innodb_snapshot_isolation = ON", "SELECT * FROM kitchen");
		Sql.aside(database, "UPDATE kitchen SET places = places + 1 WHERE id = 3");
		Sql.run(connection, "UPDATE kitchen SET places = places + 1 WHERE id = 3");
	}

	private void tableChanged(Connection connection) throws SQLException {
		Sql.run(connection, "SELECT * FROM kitchen");
		Sql.aside(database, "ALTER TABLE changing ADD COLUMN IF NOT EXISTS name text, FORCE, ALGORITHM=COPY");
		Sql.run(connection, "SELECT * FROM changing");
	}

	private void killQuery(Connection connection) throws Exception {
		killQuery(connection, "SELECT count(*) FROM seq_1_to_100000000 a JOIN seq_1_to_100000000 b");
	}

	private void killQuery(Connection connection, String sql) throws Exception {
		long id = id(connection);
		Future<?> killer = Sql.start(() -> {
			Sql.await(database, "SELECT count(*) FROM information_schema.processlist WHERE id = " + id
					+ " AND command = 'Query' AND info LIKE '%places = 0%' OR info LIKE 'SELECT count(*) FROM seq%'");
			Sql.aside(database, "KILL QUERY " + id);
			return null;
		});
		try {
			Sql.run(connection, sql);
		}
		finally {
			killer.get();
		}
	}

	private void kill(Connection connection) throws SQLException {
		long id = id(connection);
		Sql.aside(database, "KILL " + id);
		Sql.await(database, "SELECT count(*) = 0 FROM information_schema.processlist WHERE id = " + id);
		Sql.run(connection, "SELECT 1");
	}

	private static long id(Connection connection) throws SQLException {
		return Sql.number(connection, "SELECT connection_id()");
	}

	private void cut(Connection connection) throws SQLException {
		try (TcpProxy proxy = TcpProxy.to(MariaDbServer.shared());
				Connection through = DriverManager.getConnection(proxy.through(database.url()), database.username(),
						database.password())) {
			through.setAutoCommit(false);
			Sql.run(through, "UPDATE kitchen SET places = 7");
			connection.close();
			proxy.cut();
			Sql.run(through, "SELECT 1");
		}
	}

	private void refused(Connection connection) throws SQLException {
		try (TcpProxy proxy = TcpProxy.to(MariaDbServer.shared())) {
			proxy.refuse();
			DriverManager.getConnection(proxy.through(database.url()), database.username(), database.password())
				.close();
		}
	}

	private void refusedToMySqlDriver(Connection connection) throws SQLException {
		try (TcpProxy proxy = TcpProxy.to(MariaDbServer.shared())) {
			proxy.refuse();
			String url = proxy.through(database.url()).replace("jdbc:mariadb:", "jdbc:mysql:");
			DriverManager.getConnection(url, database.username(), database.password()).close();
		}
	}

	private void readOnlyServer(Connection connection) throws SQLException {
		try (Connection guest = guest()) {
			Sql.aside(database, "SET GLOBAL read_only = 1");
			Sql.run(guest, "INSERT INTO witness VALUES (0)");
		}
		finally {
			Sql.aside(database, "SET GLOBAL read_only = 0");
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
