package dev.mainstay.failure;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.testsupport.TestDatabase;

/**
 * Tests for {@link FailureClassifier} with errors of SQLite.
 */
class SqliteErrorsIntegrationTests extends AbstractErrorsTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.sqlite();

	private @Nullable Connection reader;

	SqliteErrorsIntegrationTests() {
		super("sqlite", DatabaseProduct.SQLITE);
	}

	@Override
	TestDatabase database() {
		return database;
	}

	@Override
	Connection connect() throws SQLException {
		return DriverManager.getConnection(database.url() + "?foreign_keys=true");
	}

	@BeforeAll
	void createTables() throws SQLException {
		Sql.aside(database, "CREATE TABLE witness (id int PRIMARY KEY)",
				"CREATE TABLE kitchen (id integer PRIMARY KEY, places int)", """
						CREATE TABLE meal (id int PRIMARY KEY, name text NOT NULL UNIQUE,
							price int CHECK (price >= 0),
							kitchen int REFERENCES kitchen DEFERRABLE INITIALLY IMMEDIATE,
							late int REFERENCES kitchen DEFERRABLE INITIALLY DEFERRED)""",
				"CREATE TABLE exact (id int PRIMARY KEY) STRICT", "INSERT INTO kitchen VALUES (1, 10), (2, 20)",
				"INSERT INTO meal VALUES (1, 'soup', 3, 1, 1)",
				"CREATE TRIGGER closed BEFORE DELETE ON exact BEGIN SELECT RAISE(ABORT, 'closed'); END");
	}

	@Override
	List<Provocation> provocations() {
		return List.of(Provocation.of("busy", FailureKind.LOCK_TIMEOUT, Rollback.NEEDED, this::busy),
				Provocation.of("busy, outdated snapshot", FailureKind.SERIALIZATION_CONFLICT, Rollback.NEEDED,
						this::outdated),
				Provocation.atCommit("busy at commit", FailureKind.LOCK_TIMEOUT, CommitFailure.SEND_AGAIN,
						this::readerInTheWay),
				Provocation.of("table locked", FailureKind.LOCK_NOT_AVAILABLE, Rollback.NEEDED, (connection) -> {
					try (Statement query = connection.createStatement();
							ResultSet rows = query.executeQuery("SELECT * FROM kitchen")) {
						rows.next();
						Sql.run(connection, "DROP TABLE exact");
					}
				}), Provocation.of("interrupted", FailureKind.CANCELLED, Rollback.NOT_KNOWN, this::interrupt),
				Provocation.of("read-only", FailureKind.READ_ONLY_SERVER, Rollback.NEEDED,
						(connection) -> Sql.run(connection, "PRAGMA query_only = 1", "DELETE FROM meal")),
				constraint("unique", "INSERT INTO meal (id, name) VALUES (2, 'soup')"),
				constraint("primary key", "INSERT INTO meal (id, name) VALUES (1, 'fish')"),
				constraint("not null", "INSERT INTO meal (id) VALUES (2)"),
				constraint("check", "INSERT INTO meal (id, name, price) VALUES (2, 'fish', -1)"),
				constraint("trigger", "INSERT INTO exact VALUES (1); DELETE FROM exact"),
				Provocation.of("foreign key, no parent", FailureKind.CONSTRAINT, Rollback.NEEDED,
						"INSERT INTO meal (id, name, kitchen) VALUES (2, 'fish', 99)"),
				constraint("foreign key, child", "DELETE FROM kitchen WHERE id = 1"),
				Provocation.of("batch, unique", FailureKind.CONSTRAINT, Rollback.NEEDED, this::batch),
				Provocation.atCommit("deferred foreign key", FailureKind.CONSTRAINT, CommitFailure.STILL_OPEN,
						(connection) -> Sql.run(connection,
								"INSERT INTO meal (id, name, late) VALUES (9, 'late', 99)")),
				Provocation.of("strict type", FailureKind.INVALID_DATA, Rollback.NEEDED,
						"INSERT INTO exact VALUES ('many')"),
				Provocation.of("mismatch", FailureKind.INVALID_DATA, Rollback.NEEDED,
						"INSERT INTO kitchen VALUES ('many', 1)"),
				bad("syntax", "SELEKT 1"), bad("unknown table", "SELECT * FROM nowhere"),
				bad("unknown column", "SELECT colour FROM meal"),
				Provocation.of("full", FailureKind.RESOURCE_EXHAUSTED, Rollback.NOT_KNOWN,
						(connection) -> Sql.run(connection, "PRAGMA max_page_count = 1",
								"CREATE TABLE big AS SELECT randomblob(100000) AS x")),
				Provocation.of("connection closed", FailureKind.OTHER, Rollback.NOT_KNOWN, (connection) -> {
					connection.close();
					Sql.run(connection, "SELECT 1");
				}));
	}

	private static Provocation constraint(String name, String sql) {
		return Provocation.of(name, FailureKind.CONSTRAINT, Rollback.NEEDED, (connection) -> {
			for (String part : sql.split("; ")) {
				Sql.run(connection, part);
			}
		});
	}

	private static Provocation bad(String name, String sql) {
		return Provocation.of(name, FailureKind.BAD_STATEMENT, Rollback.NEEDED, sql);
	}

	// Only one writes; the one that has written before is this one.
	private void busy(Connection connection) throws SQLException {
		try (Connection other = database.connect()) {
			Sql.run(other, "PRAGMA busy_timeout = 20", "DELETE FROM kitchen");
		}
	}

	// With a write-ahead log one reads the state of before while another one writes.
	private void outdated(Connection connection) throws SQLException {
		String url = database.url() + ".wal";
		try (Connection late = DriverManager.getConnection(url); Connection other = DriverManager.getConnection(url)) {
			Sql.run(late, "PRAGMA journal_mode = WAL", "CREATE TABLE kitchen (id int)");
			late.setAutoCommit(false);
			Sql.number(late, "SELECT count(*) FROM kitchen");
			Sql.run(other, "INSERT INTO kitchen VALUES (1)");
			Sql.run(late, "INSERT INTO kitchen VALUES (2)");
		}
	}

	private void readerInTheWay(Connection connection) throws SQLException {
		Sql.run(connection, "PRAGMA busy_timeout = 20");
		Connection other = database.connect();
		other.setAutoCommit(false);
		Sql.number(other, "SELECT count(*) FROM kitchen");
		this.reader = other;
	}

	@Override
	void beforeCommitIsSentAgain() throws SQLException {
		if (this.reader != null) {
			this.reader.close();
		}
	}

	@Override
	void beforeCommitIsSentAgain(Connection connection) throws SQLException {
		Sql.run(connection, "DELETE FROM meal WHERE id = 9");
	}

	// The statement itself pulls the brake.
	private void interrupt(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			Function.create(connection.unwrap(SQLiteConnection.class), "brake", new Function() {

				@Override
				protected void xFunc() throws SQLException {
					statement.cancel();
					result(1);
				}

			});
			try (ResultSet rows = statement.executeQuery("SELECT brake() FROM kitchen a, kitchen b, kitchen c")) {
				while (rows.next()) {
					rows.getInt(1);
				}
			}
		}
	}

	private void batch(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("INSERT INTO kitchen VALUES (?, 1)")) {
			for (int id = 4; id >= 2; id--) {
				statement.setInt(1, id);
				statement.addBatch();
			}
			statement.executeBatch();
		}
	}

}
