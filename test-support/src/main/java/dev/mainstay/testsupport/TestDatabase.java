package dev.mainstay.testsupport;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class a database of its own that nobody has used before and that is
 * dropped afterwards, together with the sessions left in it.
 * <p>
 * Register it in a static field. Nested test classes share the database of the class
 * around them.
 *
 * <pre class="code">
 * &#064;RegisterExtension
 * static final TestDatabase database = TestDatabase.postgres();
 * </pre>
 */
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {

	private static final AtomicInteger COUNTER = new AtomicInteger();

	private final Factory factory;

	// The fields below are guarded by this.
	private @Nullable FreshDatabase database;

	private int nesting;

	private TestDatabase(Factory factory) {
		this.factory = factory;
	}

	/**
	 * Return an extension that makes a database in the shared PostgreSQL server.
	 * @return the extension
	 */
	public static TestDatabase postgres() {
		return onServer(PostgresServer::shared);
	}

	/**
	 * Return an extension that makes a database in a private PostgreSQL server, which has
	 * to run when the test class begins and may be dead when it ends.
	 * @param server the server to use
	 * @return the extension
	 */
	public static TestDatabase postgres(PostgresServer server) {
		return onServer(() -> server);
	}

	/**
	 * Return an extension that makes a database in the shared MariaDB server.
	 * @return the extension
	 */
	public static TestDatabase mariadb() {
		return onServer(MariaDbServer::shared);
	}

	/**
	 * Return an extension that makes a database in a private MariaDB server, which has to
	 * run when the test class begins and may be dead when it ends.
	 * @param server the server to use
	 * @return the extension
	 */
	public static TestDatabase mariadb(MariaDbServer server) {
		return onServer(() -> server);
	}

	/**
	 * Return an extension that makes an H2 database in memory.
	 * @return the extension
	 */
	public static TestDatabase h2() {
		return new TestDatabase(FreshDatabase::h2);
	}

	/**
	 * Return an extension that makes an SQLite database in a temporary file.
	 * @return the extension
	 */
	public static TestDatabase sqlite() {
		return new TestDatabase(FreshDatabase::sqlite);
	}

	private static TestDatabase onServer(Supplier<? extends RelationalServer> server) {
		return new TestDatabase((name) -> FreshDatabase.on(server.get(), name));
	}

	public String url() {
		return current().url();
	}

	public String username() {
		return current().username();
	}

	public String password() {
		return current().password();
	}

	/**
	 * Return {@code spring.datasource} properties as name-value pairs, as an
	 * {@code ApplicationContextRunner} takes them.
	 * @return three properties: URL, user name and password
	 */
	public String[] springProperties() {
		FreshDatabase current = current();
		return new String[] { "spring.datasource.url=" + current.url(),
				"spring.datasource.username=" + current.username(),
				"spring.datasource.password=" + current.password() };
	}

	/**
	 * Open a connection to the database. The caller closes it.
	 * @return an open connection
	 * @throws SQLException if the database does not answer
	 */
	public Connection connect() throws SQLException {
		FreshDatabase current = current();
		return DriverManager.getConnection(current.url(), current.username(), current.password());
	}

	/**
	 * Open a connection to another database of the same server, for looking at sessions
	 * and killing them; H2 and SQLite have no other, so there it is the same database.
	 * The caller closes it.
	 * @return an open connection
	 * @throws SQLException if the server does not answer
	 */
	public Connection admin() throws SQLException {
		return current().admin();
	}

	@Override
	public synchronized void beforeAll(ExtensionContext context) throws SQLException {
		if (this.nesting == 0) {
			this.database = this.factory.create(nameFor(context));
		}
		this.nesting++;
	}

	@Override
	public synchronized void afterAll(ExtensionContext context) throws SQLException {
		FreshDatabase finished = this.database;
		if (finished != null && --this.nesting == 0) {
			this.database = null;
			finished.drop();
		}
	}

	// Short enough for the 63 characters of a PostgreSQL name.
	private static String nameFor(ExtensionContext context) {
		String readable = context.getRequiredTestClass()
			.getSimpleName()
			.replaceAll("\\W", "_")
			.toLowerCase(Locale.ROOT);
		return "test_" + COUNTER.incrementAndGet() + "_" + readable.substring(0, Math.min(40, readable.length()));
	}

	private synchronized FreshDatabase current() {
		if (this.database == null) {
			throw new IllegalStateException(
					"No test class is running with this database; register it in a static field");
		}
		return this.database;
	}

	/**
	 * Makes a database with the given name.
	 */
	@FunctionalInterface
	private interface Factory {

		FreshDatabase create(String name) throws SQLException;

	}

}
