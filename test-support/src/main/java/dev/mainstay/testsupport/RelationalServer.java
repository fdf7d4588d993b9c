package dev.mainstay.testsupport;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A server with SQL databases in it, reached by JDBC as its administrator.
 */
public abstract sealed class RelationalServer extends DatabaseServer permits PostgresServer, MariaDbServer {

	static final String PASSWORD = "mainstay";

	private final String username;

	private final String adminDatabase;

	RelationalServer(DatabaseProduct product, ServerInstance instance, boolean shared, String username,
			String adminDatabase) {
		super(product, instance, shared);
		this.username = username;
		this.adminDatabase = adminDatabase;
	}

	/**
	 * Return the URL of a database of this server, without parameters.
	 * @param databaseName the name of the database
	 * @return the URL
	 */
	public abstract String jdbcUrl(String databaseName);

	public final String username() {
		return this.username;
	}

	public final String password() {
		return PASSWORD;
	}

	/**
	 * Open a connection to the database every such server has, for looking at sessions
	 * and killing them. The caller closes it.
	 * @return an open connection
	 * @throws SQLException if the server does not answer
	 */
	public final Connection admin() throws SQLException {
		return DriverManager.getConnection(jdbcUrl(this.adminDatabase), username(), password());
	}

	/**
	 * Create a database.
	 * @param name the name of the database
	 * @throws SQLException if the database cannot be created
	 */
	public final void createDatabase(String name) throws SQLException {
		try (Connection connection = admin(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE " + name);
		}
	}

	/**
	 * Drop a database along with the sessions that still use it.
	 * @param name the name of the database
	 * @throws SQLException if the database cannot be dropped
	 */
	public abstract void dropDatabase(String name) throws SQLException;

}
