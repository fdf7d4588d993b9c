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
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.TcpProxy;
import dev.mainstay.testsupport.TestDatabase;

/**
 * Tests for {@link FailureClassifier} with errors of PostgreSQL.
 */
class PostgresErrorsIntegrationTests extends AbstractErrorsTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	PostgresErrorsIntegrationTests() {
		super("postgresql", DatabaseProduct.POSTGRESQL);
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
							price numeric(4, 2) CHECK (price >= 0), kitchen int REFERENCES kitchen DEFERRABLE,
							slot int4range, EXCLUDE USING gist (slot WITH &&),
							number int UNIQUE DEFERRABLE INITIALLY DEFERRED)""",
				"CREATE VIEW cheap AS SELECT * FROM meal WHERE price < 5 WITH CHECK OPTION",
				"INSERT INTO kitchen VALUES (1, 10), (2, 20), (3, 30)",
				"INSERT INTO meal VALUES (1, 'soup', 3, 1, '[1,5)', 1)",
				"CREATE FUNCTION endless(int) RETURNS int LANGUAGE sql AS 'SELECT endless($1 + 1)'", """
						CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
							AS 'BEGIN RAISE EXCEPTION ''closed''; END'""", """
						CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql
							AS 'BEGIN PERFORM pg_sleep(30); RETURN NULL; END'""", "CREATE TABLE siesta (id int)", """
						CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON siesta DEFERRABLE INITIALLY DEFERRED
							FOR EACH ROW EXECUTE FUNCTION dawdle()""", "CREATE TABLE holiday (id int)", """
						CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON holiday DEFERRABLE INITIALLY DEFERRED
							FOR EACH ROW EXECUTE FUNCTION refuse()""",
				"DO $$ BEGIN CREATE ROLE errors_guest LOGIN PASSWORD 'guest' CONNECTION LIMIT 0; "
						+ "EXCEPTION WHEN duplicate_object THEN NULL; END $$");
	}

	@Override
	List<Provocation> provocations() {
		return List.of(Provocation.of("deadlock", FailureKind.DEADLOCK, Rollback.DONE, this::deadlock),
				Provocation.of("write conflict", FailureKind.SERIALIZATION_CONFLICT, Rollback.DONE, this::conflict)
					.at(Connection.TRANSACTION_REPEATABLE_READ),
				Provocation
					.atCommit("write skew", FailureKind.SERIALIZATION_CONFLICT, CommitFailure.ROLLED_BACK,
							this::writeSkew)
					.at(Connection.TRANSACTION_SERIALIZABLE),
				Provocation.of("lock timeout", FailureKind.LOCK_TIMEOUT, Rollback.DONE,
						locked("SET LOCAL lock_timeout = '20ms'", "UPDATE kitchen SET places = 0 WHERE id = 1")),
				Provocation.of("NOWAIT", FailureKind.LOCK_NOT_AVAILABLE, Rollback.DONE,
						locked("SELECT * FROM kitchen WHERE id = 1 FOR UPDATE NOWAIT")),
				Provocation.of("LOCK TABLE NOWAIT", FailureKind.LOCK_NOT_AVAILABLE, Rollback.DONE,
						locked("LOCK TABLE kitchen NOWAIT")),
				Provocation.of("statement timeout", FailureKind.STATEMENT_TIMEOUT, Rollback.DONE,
						(connection) -> Sql.run(connection, "SET LOCAL statement_timeout = '20ms'",
								"SELECT pg_sleep(30)")),
				Provocation.of("cancel", FailureKind.CANCELLED, Rollback.DONE, this::cancel),
				Provocation.of("idle transaction timeout", FailureKind.IDLE_TRANSACTION_TIMEOUT, Rollback.DONE,
						this::idleInTransaction),
				Provocation.atCommit("idle transaction timeout before commit", FailureKind.IDLE_TRANSACTION_TIMEOUT,
						CommitFailure.ROLLED_BACK, this::sleepInTransaction),
				Provocation.of("killed", FailureKind.CONNECTION_LOST, Rollback.DONE, this::kill),
				Provocation.of("killed and used again", FailureKind.CONNECTION_LOST, Rollback.DONE, (connection) -> {
					try {
						kill(connection);
					}
					catch (SQLException ex) {
						Sql.run(connection, "SELECT 1");
					}
				}), Provocation.of("connection cut", FailureKind.CONNECTION_LOST, Rollback.DONE, this::cut),
				Provocation.of("connection closed", FailureKind.CONNECTION_LOST, Rollback.DONE, (connection) -> {
					connection.close();
					Sql.run(connection, "SELECT 1");
				}),
				Provocation.of("connection refused", FailureKind.CANNOT_CONNECT, Rollback.NOTHING_BEGAN, this::refused),
				Provocation.of("too many connections of a role", FailureKind.TOO_MANY_CONNECTIONS,
						Rollback.NOTHING_BEGAN,
						(connection) -> DriverManager.getConnection(database.url(), "errors_guest", "guest").close()),
				Provocation
					.of("unknown database", FailureKind.OTHER, Rollback.NOTHING_BEGAN,
							(connection) -> DriverManager.getConnection(PostgresServer.shared().jdbcUrl("nowhere"),
									database.username(), database.password())
								.close()),
				Provocation.of("read-only transaction", FailureKind.READ_ONLY_TRANSACTION, Rollback.DONE,
						(connection) -> Sql.run(connection, "SET TRANSACTION READ ONLY", "DELETE FROM meal")),
				Provocation
					.of("aborted by a conflict", FailureKind.SERIALIZATION_CONFLICT, Rollback.DONE, (connection) -> {
						try {
							conflict(connection);
						}
						catch (SQLException ex) {
							Sql.run(connection, "SELECT 1");
						}
					})
					.at(Connection.TRANSACTION_REPEATABLE_READ),
				Provocation.of("aborted by a function", FailureKind.OTHER, Rollback.DONE, (connection) -> {
					try {
						Sql.run(connection, "DO $$ BEGIN RAISE EXCEPTION 'closed'; END $$");
					}
					catch (SQLException ex) {
						Sql.run(connection, "SELECT 1");
					}
				}), constraint("unique", "INSERT INTO meal VALUES (2, 'soup')"),
				constraint("primary key", "INSERT INTO kitchen VALUES (1)"),
				constraint("foreign key, no parent", "INSERT INTO meal VALUES (2, 'fish', 1, 99)"),
				constraint("foreign key, child", "DELETE FROM kitchen WHERE id = 1"),
				constraint("not null", "INSERT INTO meal VALUES (2, NULL)"),
				constraint("check", "INSERT INTO meal VALUES (2, 'fish', -1)"),
				constraint("exclusion", "INSERT INTO meal VALUES (2, 'fish', 1, 1, '[2,3)')"),
				constraint("check option", "INSERT INTO cheap (id, name, price) VALUES (2, 'fish', 9)"),
				Provocation.of("batch, unique", FailureKind.CONSTRAINT, Rollback.DONE, this::batch),
				Provocation.atCommit("deferred foreign key", FailureKind.CONSTRAINT, CommitFailure.ROLLED_BACK,
						(connection) -> Sql.run(connection, "SET CONSTRAINTS ALL DEFERRED",
								"INSERT INTO meal VALUES (2, 'fish', 1, 99)")),
				Provocation.atCommit("deferred unique", FailureKind.CONSTRAINT, CommitFailure.ROLLED_BACK,
						(connection) -> Sql.run(connection,
								"INSERT INTO meal (id, name, number) VALUES (2, 'fish', 1)")),
				Provocation.atCommit("deferred trigger", FailureKind.OTHER, CommitFailure.ROLLED_BACK,
						(connection) -> Sql.run(connection, "INSERT INTO holiday VALUES (1)")),
				Provocation.atCommit("cancel at commit", FailureKind.CANCELLED, CommitFailure.ROLLED_BACK,
						this::cancelCommit),
				invalid("too long", "INSERT INTO meal VALUES (2, 'goulash')"),
				invalid("out of range", "INSERT INTO meal VALUES (2, 'fish', 100)"),
				invalid("integer overflow", "SELECT 2000000000 + 2000000000"), invalid("bad text", "SELECT 'one'::int"),
				invalid("bad date", "SELECT '2026-02-30'::date"), invalid("division by zero", "SELECT 1 / 0"),
				bad("syntax", "SELEKT 1"), bad("unknown table", "SELECT * FROM nowhere"),
				bad("unknown column", "SELECT colour FROM meal"),
				bad("two rows for one", "SELECT (SELECT id FROM kitchen)"),
				bad("endless recursion", "SELECT endless(1)"),
				bad("not supported", "SELECT DISTINCT id FROM meal FOR UPDATE"),
				Provocation.of("no permission", FailureKind.BAD_STATEMENT, Rollback.DONE,
						(connection) -> Sql.run(connection, "SET LOCAL ROLE errors_guest", "SELECT * FROM meal")),
				Provocation.of("parameter missing", FailureKind.INVALID_DATA, Rollback.NEEDED, (connection) -> {
					try (PreparedStatement statement = connection.prepareStatement("SELECT ?::int")) {
						statement.execute();
					}
				}), Provocation.of("stale plan", FailureKind.STALE_STATEMENT, Rollback.DONE, this::stalePlan),
				Provocation.of("statement forgotten", FailureKind.STALE_STATEMENT, Rollback.DONE, this::forgotten),
				Provocation.of("temporary files full", FailureKind.RESOURCE_EXHAUSTED, Rollback.DONE,
						(connection) -> Sql.run(connection, "SET LOCAL temp_file_limit = 64",
								"SET LOCAL work_mem = '64kB'",
								"SELECT count(*) FROM (SELECT x FROM generate_series(1, 100000) x ORDER BY -x) y")),
				Provocation.of("raised by a function", FailureKind.OTHER, Rollback.DONE,
						"DO $$ BEGIN RAISE EXCEPTION 'closed'; END $$"));
	}

	private static Provocation constraint(String name, String sql) {
		return Provocation.of(name, FailureKind.CONSTRAINT, Rollback.DONE, sql);
	}

	private static Provocation invalid(String name, String sql) {
		return Provocation.of(name, FailureKind.INVALID_DATA, Rollback.DONE, sql);
	}

	private static Provocation bad(String name, String sql) {
		return Provocation.of(name, FailureKind.BAD_STATEMENT, Rollback.DONE, sql);
	}

	private static Provocation.Deed locked(String... statements) {
		return (connection) -> Sql.besides(database, "UPDATE kitchen SET places = 0 WHERE id = 1",
				(other) -> Sql.run(connection, statements));
	}

	// Who waits first is told last.
	private void deadlock(Connection connection) throws Exception {
		Sql.run(connection, "SET LOCAL deadlock_timeout = '20ms'", "UPDATE kitchen SET places = 0 WHERE id = 1");
		Sql.besides(database, "UPDATE kitchen SET places = 0 WHERE id = 2", (other) -> {
			Sql.run(other, "SET LOCAL deadlock_timeout = '30s'");
			Future<?> waiting = Sql.start(() -> {
				Sql.run(other, "UPDATE kitchen SET places = 0 WHERE id = 1");
				return null;
			});
			Sql.await(database, "SELECT count(*) FROM pg_locks WHERE NOT granted");
			try {
				Sql.run(connection, "UPDATE kitchen SET places = 0 WHERE id = 2");
			}
			finally {
				waiting.get();
			}
		});
	}

	private void conflict(Connection connection) throws SQLException {
		Sql.run(connection, "SELECT * FROM kitchen");
		Sql.aside(database, "UPDATE kitchen SET places = places + 1 WHERE id = 3");
		Sql.run(connection, "UPDATE kitchen SET places = places + 1 WHERE id = 3");
	}

	private void writeSkew(Connection connection) throws SQLException {
		try (Connection other = database.connect()) {
			other.setAutoCommit(false);
			other.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
			Sql.run(connection, "SELECT sum(places) FROM kitchen");
			Sql.run(other, "SELECT sum(places) FROM kitchen");
			Sql.run(connection, "UPDATE kitchen SET places = 1 WHERE id = 1");
			Sql.run(other, "UPDATE kitchen SET places = 1 WHERE id = 2");
			other.commit();
		}
	}

	private void cancel(Connection connection) throws Exception {
		try (Statement statement = connection.createStatement()) {
			Future<?> waiting = Sql.start(() -> {
				Sql.await(database, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(31%'");
				statement.cancel();
				return null;
			});
			try {
				statement.execute("SELECT pg_sleep(31)");
			}
			finally {
				waiting.get();
			}
		}
	}

	private void cancelCommit(Connection connection) throws SQLException {
		Sql.run(connection, "INSERT INTO siesta VALUES (1)");
		long pid = pid(connection);
		Sql.start(() -> {
			Sql.await(database, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND pid = " + pid);
			Sql.aside(database, "SELECT pg_cancel_backend(" + pid + ")");
			return null;
		});
	}

	private void sleepInTransaction(Connection connection) throws SQLException {
		Sql.run(connection, "SET LOCAL idle_in_transaction_session_timeout = '20ms'");
		long pid = pid(connection);
		Sql.await(database, "SELECT 1 - count(*) FROM pg_stat_activity WHERE pid = " + pid);
	}

	private void idleInTransaction(Connection connection) throws SQLException {
		sleepInTransaction(connection);
		Sql.run(connection, "SELECT 1");
	}

	private void kill(Connection connection) throws SQLException {
		long pid = pid(connection);
		Sql.aside(database, "SELECT pg_terminate_backend(" + pid + ", 10000)");
		Sql.run(connection, "SELECT 1");
	}

	private static long pid(Connection connection) throws SQLException {
		return Sql.number(connection, "SELECT pg_backend_pid()");
	}

	private void cut(Connection connection) throws SQLException {
		try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared());
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
		try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared())) {
			proxy.refuse();
			DriverManager.getConnection(proxy.through(database.url()), database.username(), database.password())
				.close();
		}
	}

	private void batch(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("INSERT INTO kitchen VALUES (?)")) {
			for (int id = 5; id >= 3; id--) {
				statement.setInt(1, id);
				statement.addBatch();
			}
			statement.executeBatch();
		}
	}

	private void stalePlan(Connection connection) throws SQLException {
		try (PreparedStatement statement = prepared(connection, "SELECT * FROM holiday WHERE id = ?")) {
			// Hidden in a block, because the driver knows what its own ALTER means.
			Sql.run(connection, "DO $$ BEGIN ALTER TABLE holiday ADD COLUMN name text; END $$");
			statement.execute();
		}
	}

	// As a pooler does that has another session at hand.
	private void forgotten(Connection connection) throws SQLException {
		try (PreparedStatement statement = prepared(connection, "SELECT * FROM meal WHERE id = ?")) {
			Sql.run(connection, """
					DO $$ DECLARE name text; BEGIN
						FOR name IN SELECT s.name FROM pg_prepared_statements s WHERE statement LIKE '%FROM meal%' LOOP
							EXECUTE 'DEALLOCATE "' || name || '"';
						END LOOP;
					END $$""");
			statement.execute();
		}
	}

	// From the fifth time on it is a statement of the server.
	private static PreparedStatement prepared(Connection connection, String sql) throws SQLException {
		PreparedStatement statement = connection.prepareStatement(sql);
		for (int i = 0; i < 6; i++) {
			statement.setInt(1, i);
			statement.execute();
		}
		return statement;
	}

}
