package dev.mainstay.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import org.h2.jdbcx.JdbcDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * A database made for one test class.
 */
interface FreshDatabase {

	String url();

	String username();

	String password();

	Connection admin() throws SQLException;

	void drop() throws SQLException;

	static FreshDatabase on(RelationalServer server, String name) throws SQLException {
		server.createDatabase(name);
		return new OnServer(server, name);
	}

	static FreshDatabase h2(String name) {
		return new InMemory("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
	}

	static FreshDatabase sqlite(String name) {
		try {
			return new InFolder(Files.createTempDirectory("mainstay-sqlite-"), name + ".db");
		}
		catch (IOException ex) {
			throw new DatabaseServerException("Cannot create a folder for SQLite", ex);
		}
	}

	/**
	 * A database of a PostgreSQL or MariaDB server.
	 */
	record OnServer(RelationalServer server, String name) implements FreshDatabase {

		@Override
		public String url() {
			return this.server.jdbcUrl(this.name);
		}

		@Override
		public String username() {
			return this.server.username();
		}

		@Override
		public String password() {
			return this.server.password();
		}

		@Override
		public Connection admin() throws SQLException {
			return this.server.admin();
		}

		@Override
		public void drop() throws SQLException {
			// The test may have killed the server on purpose; its data goes with it.
			if (this.server.isRunning()) {
				this.server.dropDatabase(this.name);
			}
		}

	}

	/**
	 * An H2 database in the memory of this JVM.
	 */
	record InMemory(String url) implements FreshDatabase {

		@Override
		public String username() {
			return "sa";
		}

		@Override
		public String password() {
			return "";
		}

		@Override
		public Connection admin() throws SQLException {
			// DriverManager knows only the drivers of the class loader that asked it
			// first.
			JdbcDataSource dataSource = new JdbcDataSource();
			dataSource.setURL(url());
			return dataSource.getConnection(username(), password());
		}

		@Override
		public void drop() throws SQLException {
			try (Connection connection = admin()) {
				connection.createStatement().execute("SHUTDOWN IMMEDIATELY");
			}
		}

	}

	/**
	 * An SQLite database in a folder of its own.
	 */
	record InFolder(Path folder, String file) implements FreshDatabase {

		@Override
		public String url() {
			return "jdbc:sqlite:" + this.folder.resolve(this.file);
		}

		@Override
		public String username() {
			return "";
		}

		@Override
		public String password() {
			return "";
		}

		@Override
		public Connection admin() throws SQLException {
			return DriverManager.getConnection(url());
		}

		@Override
		public void drop() throws SQLException {
			try {
				FileSystemUtils.deleteRecursively(this.folder);
			}
			catch (IOException ex) {
				throw new SQLException("Cannot delete " + this.folder, ex);
			}
		}

	}

}
