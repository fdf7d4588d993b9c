package dev.mainstay.testsupport.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

import dev.mainstay.testsupport.DatabaseProduct;
import dev.mainstay.testsupport.RelationalServer;
import dev.mainstay.testsupport.TcpProxy;

/**
 * A database with accounts and a ledger, which the application reaches through a proxy
 * and the harness directly. Nothing in it keeps a transfer from being written twice.
 */
public final class LedgerDatabase implements AutoCloseable {

	private static final AtomicInteger COUNTER = new AtomicInteger();

	private static final Duration QUIET_LIMIT = Duration.ofSeconds(30);

	private final RelationalServer server;

	private final String name;

	private final TcpProxy proxy;

	private final Set<Long> spared = ConcurrentHashMap.newKeySet();

	private LedgerDatabase(RelationalServer server, String name) {
		this.server = server;
		this.name = name;
		this.proxy = TcpProxy.to(server);
	}

	static LedgerDatabase create(RelationalServer server) throws SQLException {
		String name = "ledger_" + COUNTER.incrementAndGet();
		server.createDatabase(name);
		LedgerDatabase database = new LedgerDatabase(server, name);
		database.execute("CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL, version int NOT NULL)",
				"CREATE TABLE ledger (id int NOT NULL, attempt int NOT NULL, source int NOT NULL, "
						+ "target int NOT NULL, amount int NOT NULL, receipt varchar(200) NOT NULL)",
				"CREATE INDEX ledger_id ON ledger (id)");
		return database;
	}

	RelationalServer server() {
		return this.server;
	}

	TcpProxy proxy() {
		return this.proxy;
	}

	List<String> springProperties() {
		return List.of("spring.datasource.url=" + this.proxy.through(this.server.jdbcUrl(this.name)),
				"spring.datasource.username=" + this.server.username(),
				"spring.datasource.password=" + this.server.password());
	}

	void execute(String... statements) throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	void executeScript(String resource) throws SQLException {
		try (Connection connection = connect()) {
			ScriptUtils.executeSqlScript(connection, new ClassPathResource(resource));
		}
	}

	/**
	 * Return the sessions that the application has, those on their way out included.
	 * @param admin a connection to another database
	 * @return their ids
	 * @throws SQLException if they cannot be listed
	 */
	List<Long> sessions(Connection admin) throws SQLException {
		String query = isPostgres()
				? "SELECT pid FROM pg_stat_activity WHERE datname = ? AND backend_type = 'client backend' ORDER BY pid"
				: "SELECT id FROM information_schema.processlist WHERE db = ? ORDER BY id";
		return sessions(admin, query);
	}

	/**
	 * Return the sessions that a query of one column and one parameter, the name of this
	 * database, finds.
	 * @param admin a connection to another database
	 * @param query the query
	 * @return their ids
	 * @throws SQLException if they cannot be listed
	 */
	List<Long> sessions(Connection admin, String query) throws SQLException {
		try (PreparedStatement statement = admin.prepareStatement(query)) {
			statement.setString(1, this.name);
			try (ResultSet rows = statement.executeQuery()) {
				List<Long> sessions = new ArrayList<>();
				while (rows.next()) {
					sessions.add(rows.getLong(1));
				}
				sessions.removeAll(this.spared);
				return sessions;
			}
		}
	}

	boolean isPostgres() {
		return this.server.product() == DatabaseProduct.POSTGRES;
	}

	// A session of the harness is not one of the application.
	Connection connect() throws SQLException {
		Connection connection = DriverManager.getConnection(this.server.jdbcUrl(this.name), this.server.username(),
				this.server.password());
		String session = (isPostgres()) ? "SELECT pg_backend_pid()" : "SELECT connection_id()";
		try (ResultSet row = connection.createStatement().executeQuery(session)) {
			row.next();
			this.spared.add(row.getLong(1));
		}
		return connection;
	}

	void fill(int accounts) throws SQLException {
		execute("DELETE FROM ledger", "DELETE FROM account");
		try (Connection connection = connect();
				PreparedStatement insert = connection.prepareStatement("INSERT INTO account VALUES (?, ?, 0)")) {
			for (int id = 0; id < accounts; id++) {
				insert.setInt(1, id);
				insert.setLong(2, Load.INITIAL_BALANCE);
				insert.addBatch();
			}
			insert.executeBatch();
		}
	}

	/**
	 * Wait until nothing is under way any more, also of connections that the application
	 * has lost.
	 */
	void awaitQuiet() throws SQLException {
		try (Connection admin = this.server.admin()) {
			Awaitility.await().atMost(QUIET_LIMIT).until(() -> sessions(admin).isEmpty());
		}
	}

	@Override
	public void close() throws SQLException {
		this.proxy.close();
		if (this.server.isRunning()) {
			this.server.dropDatabase(this.name);
		}
	}

}
