package dev.mainstay.testsupport;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.willReturn;

/**
 * Tests for {@link TestDatabase}.
 */
class TestDatabaseTests {

	@RegisterExtension
	static final TestDatabase registered = TestDatabase.postgres();

	@Test
	void offersSpringProperties() {
		assertThat(registered.springProperties()).containsExactly("spring.datasource.url=" + registered.url(),
				"spring.datasource.username=postgres", "spring.datasource.password=mainstay");
	}

	@Test
	void offersStatementStatisticsInPostgres() throws SQLException {
		try (Connection connection = registered.connect(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE EXTENSION pg_stat_statements");

			assertThat(statement.execute("SELECT * FROM pg_stat_statements")).isTrue();
		}
	}

	@Test
	void connectsTheAdministratorElsewhere() throws SQLException {
		try (Connection own = registered.connect(); Connection admin = registered.admin()) {
			assertThat(admin.getCatalog()).isNotEqualTo(own.getCatalog());
		}
	}

	@ParameterizedTest
	@MethodSource("databases")
	void givesEachTestClassAFreshDatabase(TestDatabase database) throws Exception {
		ExtensionContext context = context();
		database.beforeAll(context);
		String first = database.url();
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE item (id INT PRIMARY KEY)");
		}
		database.afterAll(context);
		database.beforeAll(context);

		assertThat(database.url()).isNotEqualTo(first);
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> statement.executeQuery("SELECT * FROM item"));
		}

		database.afterAll(context);
		assertThatIllegalStateException().isThrownBy(database::url);
	}

	@ParameterizedTest
	@MethodSource("databasesOfServers")
	void dropsTheDatabaseUnderAnOpenTransaction(TestDatabase database) throws Exception {
		ExtensionContext context = context();
		database.beforeAll(context);
		String url = database.url();
		String username = database.username();
		String password = database.password();
		try (Connection leaked = database.connect(); Statement statement = leaked.createStatement()) {
			statement.execute("CREATE TABLE item (id INT PRIMARY KEY)");
			leaked.setAutoCommit(false);
			statement.execute("INSERT INTO item VALUES (1)");

			database.afterAll(context);

			assertThat(leaked.isValid(5)).isFalse();
		}

		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> DriverManager.getConnection(url, username, password).close());
	}

	@Test
	void removesTheFileOfSqlite() throws Exception {
		TestDatabase database = TestDatabase.sqlite();
		database.beforeAll(context());
		Path file = Path.of(database.url().substring("jdbc:sqlite:".length()));
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE item (id INT PRIMARY KEY)");
		}
		assertThat(file).exists();

		database.afterAll(context());

		assertThat(file.getParent()).doesNotExist();
	}

	@Test
	void toleratesThatTheTestKilledItsOwnServer() throws Exception {
		try (PostgresServer server = PostgresServer.startNew()) {
			TestDatabase database = TestDatabase.postgres(server);
			database.beforeAll(context());
			server.kill();

			database.afterAll(context());

			assertThatIllegalStateException().isThrownBy(database::url);
		}
	}

	static Stream<TestDatabase> databases() {
		return Stream.concat(databasesOfServers(), Stream.of(TestDatabase.h2(), TestDatabase.sqlite()));
	}

	static Stream<TestDatabase> databasesOfServers() {
		return Stream.of(TestDatabase.postgres(), TestDatabase.mariadb());
	}

	private static ExtensionContext context() {
		ExtensionContext context = Mockito.mock(ExtensionContext.class);
		willReturn(TestDatabaseTests.class).given(context).getRequiredTestClass();
		return context;
	}

	/**
	 * Tests inside a nested class.
	 */
	@Nested
	class InNestedClass {

		@Test
		void usesTheDatabaseOfTheClassAround() throws SQLException {
			try (Connection connection = registered.connect();
					Statement statement = connection.createStatement();
					ResultSet rows = statement.executeQuery("SELECT current_database()")) {
				rows.next();

				assertThat(registered.url()).endsWith("/" + rows.getString(1));
				assertThat(rows.getString(1)).endsWith("testdatabasetests");
			}
		}

	}

}
