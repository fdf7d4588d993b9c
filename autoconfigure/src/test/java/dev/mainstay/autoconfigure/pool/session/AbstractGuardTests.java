package dev.mainstay.autoconfigure.pool.session;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.assertj.core.api.AbstractThrowableAssert;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;

import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.pool.ConnectionEvent;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests of a small application with a guarded pool of {@value #SIZE} connections.
 */
abstract class AbstractGuardTests {

	static final int SIZE = 2;

	static ApplicationContextRunner with(TestDatabase database) {
		return at(database.url()).withPropertyValues("spring.datasource.username=" + database.username(),
				"spring.datasource.password=" + database.password());
	}

	static ApplicationContextRunner at(String url) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DatabasePoolAutoConfiguration.class,
					DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class, TransactionAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + url, "db.pool.size=" + SIZE, "db.pool.max-overflow=0",
					"db.pool.timeout=5s");
	}

	static ManagedPool pool(ApplicationContext context) {
		return context.getBean(ManagedPools.class).all().get(0);
	}

	static long evicted(ApplicationContext context) {
		return pool(context).events().count(ConnectionEvent.EVICTED);
	}

	/**
	 * Ask a question on every connection of the pool.
	 */
	static List<String> onEveryConnection(ApplicationContext context, String query) throws SQLException {
		List<Connection> borrowed = new ArrayList<>();
		List<String> answers = new ArrayList<>();
		try {
			for (int i = 0; i < pool(context).dataSource().getMaximumPoolSize(); i++) {
				Connection connection = context.getBean(DataSource.class).getConnection();
				borrowed.add(connection);
				answers.add(ask(connection, query));
			}
		}
		finally {
			for (Connection connection : borrowed) {
				if (!connection.getAutoCommit()) {
					connection.rollback();
				}
				connection.close();
			}
		}
		return answers;
	}

	static String ask(Connection connection, String query) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
			assertThat(rows.next()).isTrue();
			return String.valueOf(rows.getString(1));
		}
	}

	static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	static SQLException failure(SqlCall call) {
		Throwable thrown = catchThrowable(call::run);
		assertThat(thrown).isInstanceOf(SQLException.class);
		return (SQLException) thrown;
	}

	/**
	 * Check an error as an error: to AssertJ an {@link SQLException} is a collection too.
	 */
	static AbstractThrowableAssert<?, ? extends Throwable> assertError(Throwable error) {
		return assertThat(error);
	}

	/**
	 * Something done with JDBC.
	 */
	@FunctionalInterface
	interface SqlCall {

		void run() throws SQLException;

	}

}
