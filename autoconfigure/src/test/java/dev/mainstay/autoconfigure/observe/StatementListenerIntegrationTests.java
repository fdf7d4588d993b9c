package dev.mainstay.autoconfigure.observe;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.datasource.StatementExecution;
import dev.mainstay.datasource.StatementListener;
import dev.mainstay.observe.StatementStatistics;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StatementListener} on real databases.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementListenerIntegrationTests {

	@RegisterExtension
	static final TestDatabase postgres = TestDatabase.postgres();

	@RegisterExtension
	static final TestDatabase mariadb = TestDatabase.mariadb();

	@RegisterExtension
	static final TestDatabase h2 = TestDatabase.h2();

	private final JdbcApplication[] applications = new JdbcApplication[Product.values().length];

	/**
	 * The databases.
	 */
	enum Product {

		POSTGRES, MARIADB, H2

	}

	@BeforeEach
	void start() {
		for (Product product : Product.values()) {
			if (this.applications[product.ordinal()] == null) {
				TestDatabase database = switch (product) {
					case POSTGRES -> postgres;
					case MARIADB -> mariadb;
					case H2 -> h2;
				};
				JdbcApplication application = JdbcApplication.start(Listeners.class, database.springProperties());
				this.applications[product.ordinal()] = application;
				application.jdbc().execute("create table item (id int primary key, name varchar(40))");
			}
			jdbc(product).update("delete from item");
			executions(product).clear();
		}
	}

	@AfterAll
	void stop() {
		for (JdbcApplication application : this.applications) {
			if (application != null) {
				application.close();
			}
		}
	}

	private JdbcTemplate jdbc(Product product) {
		return Objects.requireNonNull(this.applications[product.ordinal()]).jdbc();
	}

	private Executions executions(Product product) {
		return Objects.requireNonNull(this.applications[product.ordinal()]).context().getBean(Executions.class);
	}

	private void insert(Product product, int count) {
		jdbc(product).batchUpdate("insert into item values (?, ?)",
				IntStream.range(0, count).mapToObj((i) -> new Object[] { i, "name" + i }).toList());
	}

	@ParameterizedTest
	@EnumSource
	void countsTheRowsThatAreRead(Product product) {
		insert(product, 7);

		jdbc(product).queryForList("select id from item order by id");
		jdbc(product).queryForList("select id from item where id < ?", 3);

		assertThat(executions(product).of("select id from item order")).singleElement().satisfies((one) -> {
			assertThat(one.rows()).isEqualTo(7);
			assertThat(one.timed()).isTrue();
			assertThat(one.failed()).isFalse();
		});
		assertThat(executions(product).of("select id from item where")).singleElement()
			.extracting(Executions.Execution::rows)
			.isEqualTo(3L);
	}

	@ParameterizedTest
	@EnumSource
	void countsARowOnceThoughNotAllAreRead(Product product) {
		insert(product, 7);

		jdbc(product).execute((ConnectionCallback<Boolean>) (connection) -> {
			try (Statement statement = connection.createStatement();
					ResultSet rows = statement.executeQuery("select id from item order by id")) {
				rows.next();
				rows.next();
			}
			return true;
		});

		assertThat(executions(product).of("select id")).singleElement()
			.extracting(Executions.Execution::rows)
			.isEqualTo(2L);
	}

	@ParameterizedTest
	@EnumSource
	void countsWhatIsFetchedInPortions(Product product) {
		insert(product, 25);
		JdbcTemplate portions = new JdbcTemplate(Objects.requireNonNull(jdbc(product).getDataSource()));
		portions.setFetchSize(10);

		portions.queryForList("select id from item");

		assertThat(executions(product).of("select id")).singleElement()
			.extracting(Executions.Execution::rows)
			.isEqualTo(25L);
	}

	@ParameterizedTest
	@EnumSource
	void countsTheRowsThatAreChanged(Product product) {
		insert(product, 5);

		jdbc(product).update("update item set name = ? where id < ?", "other", 4);

		assertThat(executions(product).of("insert")).singleElement()
			.extracting(Executions.Execution::batchSize)
			.isEqualTo(5);
		assertThat(executions(product).of("update item")).singleElement().satisfies((one) -> {
			assertThat(one.rows()).isEqualTo(4);
			assertThat(one.batchSize()).isZero();
		});
	}

	@ParameterizedTest
	@EnumSource
	void seesTheGenericWayOfExecuting(Product product) {
		insert(product, 3);

		jdbc(product).execute((ConnectionCallback<Boolean>) (connection) -> {
			try (PreparedStatement statement = connection.prepareStatement("update item set name = ?")) {
				statement.setString(1, "x");
				assertThat(statement.execute()).isFalse();
				assertThat(statement.getUpdateCount()).isEqualTo(3);
			}
			try (Statement statement = connection.createStatement()) {
				assertThat(statement.execute("select id from item")).isTrue();
				try (ResultSet rows = statement.getResultSet()) {
					while (rows.next()) {
						assertThat(rows.getStatement()).isSameAs(statement);
					}
				}
			}
			return true;
		});

		assertThat(executions(product).all()).extracting(Executions.Execution::rows).endsWith(3L, 3L);
	}

	@ParameterizedTest
	@EnumSource
	void tellsExecutionsWithDifferentParametersApart(Product product) {
		for (int id : List.of(1, 2, 1)) {
			jdbc(product).queryForList("select id from item where id = ?", id);
		}

		List<Integer> hashes = executions(product).of("select id")
			.stream()
			.map(Executions.Execution::parameterHash)
			.toList();
		assertThat(hashes).hasSize(3);
		assertThat(hashes.get(0)).isNotEqualTo(hashes.get(1)).isEqualTo(hashes.get(2));
	}

	@ParameterizedTest
	@EnumSource
	void tellsThemApartWhenAStatementIsReused(Product product) {
		jdbc(product).execute((ConnectionCallback<Boolean>) (connection) -> {
			try (PreparedStatement statement = connection.prepareStatement("select id from item where id = ?")) {
				for (int id : List.of(1, 1, 2)) {
					statement.setInt(1, id);
					statement.executeQuery().close();
				}
			}
			return true;
		});

		List<Integer> hashes = executions(product).of("select id")
			.stream()
			.map(Executions.Execution::parameterHash)
			.toList();
		assertThat(hashes).hasSize(3);
		assertThat(hashes.get(0)).isEqualTo(hashes.get(1)).isNotEqualTo(hashes.get(2));
	}

	@ParameterizedTest
	@EnumSource
	void keepsNoParametersUnlessSomebodyWantsThem(Product product) {
		jdbc(product).queryForList("select id from item where name = ?", "secret");

		assertThat(executions(product).of("select id")).singleElement()
			.satisfies((one) -> assertThat(one.parameters()).isEmpty());
	}

	@ParameterizedTest
	@EnumSource
	void seesFailures(Product product) {
		insert(product, 1);

		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> jdbc(product).update("insert into item values (0, 'again')"));
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> jdbc(product).queryForList("select nonsense from item"));

		assertThat(executions(product).of("again")).singleElement()
			.satisfies((one) -> assertThat(one.failed()).isTrue());
	}

	@ParameterizedTest
	@EnumSource
	void seesWhatTheApplicationForgetsToClose(Product product) throws SQLException {
		insert(product, 3);
		DataSource dataSource = Objects.requireNonNull(jdbc(product).getDataSource());

		try (Connection connection = dataSource.getConnection()) {
			ResultSet outer = connection.createStatement().executeQuery("select id from item");
			outer.next();
			connection.createStatement().executeQuery("select name from item").next();
		}

		assertThat(executions(product).of("select id")).singleElement()
			.extracting(Executions.Execution::rows)
			.isEqualTo(1L);
		assertThat(executions(product).of("select name")).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void seesNestedStatements(Product product) {
		insert(product, 3);

		jdbc(product).query("select id from item",
				(rows, row) -> jdbc(product).queryForList("select name from item where id = ?", rows.getInt(1)));

		assertThat(executions(product).of("select id")).singleElement()
			.extracting(Executions.Execution::rows)
			.isEqualTo(3L);
		assertThat(executions(product).of("select name")).hasSize(3);
	}

	@ParameterizedTest
	@EnumSource
	void goesOnWithoutAListenerThatFails(Product product) {
		insert(product, 3);
		jdbc(product).queryForList("select id from item");

		StatementStatistics statistics = Objects.requireNonNull(this.applications[product.ordinal()])
			.context()
			.getBean(StatementStatistics.class);

		assertThat(statistics.latencies("dataSource").count()).isGreaterThan(2);
		assertThat(executions(product).of("select id")).isNotEmpty();
	}

	/**
	 * One that fails before, and one that listens.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Listeners {

		@Bean
		StatementListener failingListener() {
			return new StatementListener() {

				@Override
				public void started(StatementExecution execution) {
					throw new IllegalStateException("planted");
				}

				@Override
				public void completed(StatementExecution execution) {
					throw new AssertionError("planted");
				}

			};
		}

		@Bean
		Executions executions() {
			return new Executions();
		}

	}

}
