package dev.mainstay.datasource;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ObservedExecution}, as a {@link StatementListener} hears of it.
 */
class ObservedExecutionTests {

	private final List<String> heard = new ArrayList<>();

	private final List<Integer> parameterHashes = new ArrayList<>();

	private final List<Boolean> failed = new ArrayList<>();

	private final List<Long> elapsed = new ArrayList<>();

	private final List<List<Object>> parameters = new ArrayList<>();

	private boolean wantsParameters;

	private long nanos;

	// A result of the first execution was closed while the rows of the second were read,
	// which then had no rows
	@Test
	void isNotEndedByAResultOfTheExecutionBefore() throws SQLException {
		try (AdvisedConnection connection = connection(h2())) {
			PreparedStatement statement = connection.prepareStatement("select x from system_range(1, ?)");
			statement.setInt(1, 2);
			ResultSet first = statement.executeQuery();
			first.next();
			statement.setInt(1, 3);
			ResultSet second = statement.executeQuery();
			second.next();
			first.close();
			second.next();
			second.close();
		}

		assertThat(this.heard).containsExactly("select x from system_range(1, ?) 1",
				"select x from system_range(1, ?) 2");
	}

	// One that was read to its end before others were, and was sent again, made those be
	// forgotten that were older
	@Test
	void isHeardOfWhenTheConnectionIsClosedWhateverElseIsOpen() throws SQLException {
		try (AdvisedConnection connection = connection(h2())) {
			connection.prepareStatement("select 1").executeQuery().next();
			PreparedStatement second = connection.prepareStatement("select 2");
			ResultSet rows = second.executeQuery();
			connection.prepareStatement("select 3").executeQuery().next();
			rows.close();
			second.executeQuery().next();
		}

		assertThat(this.heard).containsExactlyInAnyOrder("select 1 1", "select 2 0", "select 2 1", "select 3 1");
	}

	// It passed for the one after it
	@Test
	void keepsItsTextIfTheNextOneEndsIt() throws SQLException {
		try (AdvisedConnection connection = connection(h2()); Statement statement = connection.createStatement()) {
			statement.executeQuery("select 1").next();
			statement.executeQuery("select 2");
		}

		assertThat(this.heard).containsExactly("select 1 1", "select 2 0");
	}

	// It passed for its first text
	@Test
	void hasNoTextIfItIsABatchOfDifferentOnes() throws SQLException {
		try (AdvisedConnection connection = connection(h2()); Statement statement = connection.createStatement()) {
			statement.addBatch("create table dish (id int)");
			statement.addBatch("insert into dish values (1)");
			statement.executeBatch();
			statement.addBatch("insert into dish values (2)");
			statement.addBatch("insert into dish values (2)");
			statement.executeBatch();
		}

		assertThat(this.heard).containsExactly("null 1", "insert into dish values (2) 2");
	}

	// It passed for the text that was executed last, such as a query that may be repeated
	@Test
	void hasTheTextThatWasCollectedWhateverWasExecutedMeanwhile() throws SQLException {
		try (AdvisedConnection connection = connection(h2()); Statement statement = connection.createStatement()) {
			statement.execute("create table dish (id int)");
			statement.addBatch("insert into dish values (1)");
			statement.executeQuery("select id from dish").close();
			statement.executeBatch();
		}

		assertThat(this.heard).containsExactly("create table dish (id int) -1", "select id from dish 0",
				"insert into dish values (1) 1");
	}

	// Rows that came to a time limit while they were fetched had taken no time
	@Test
	void lastsUntilFetchingRowsHasFailed() throws SQLException {
		Connection driver = mock(Connection.class);
		PreparedStatement statement = mock(PreparedStatement.class);
		ResultSet rows = mock(ResultSet.class);
		given(driver.prepareStatement(anyString())).willReturn(statement);
		given(statement.getFetchSize()).willReturn(10);
		given(statement.executeQuery()).willReturn(rows);
		given(rows.next()).willAnswer((call) -> {
			this.nanos += 30;
			throw new SQLTimeoutException("planted");
		});

		try (AdvisedConnection connection = connection(driver)) {
			ResultSet advised = connection.prepareStatement("select 1").executeQuery();
			assertThatExceptionOfType(SQLTimeoutException.class).isThrownBy(advised::next);
		}

		assertThat(this.elapsed).containsExactly(30L);
	}

	// It passed for one with the parameters that were bound after it was sent
	@Test
	void keepsItsParametersWhileTheNextOnesAreBound() throws SQLException {
		this.wantsParameters = true;

		try (AdvisedConnection connection = connection(h2())) {
			PreparedStatement statement = connection.prepareStatement("select cast(? as int), cast(? as int)");
			statement.setInt(1, 1);
			statement.setInt(2, 2);
			statement.executeQuery().next();
			statement.setInt(2, 3);
			statement.executeQuery().next();
			statement.clearParameters();
		}

		assertThat(this.parameters).containsExactly(List.of(1L, 2L), List.of(1L, 3L));
	}

	// It counted as a success
	@Test
	void hasFailedIfTheDriverThrowsAnythingElse() throws SQLException {
		Connection driver = mock(Connection.class);
		PreparedStatement statement = mock(PreparedStatement.class);
		given(driver.prepareStatement(anyString())).willReturn(statement);
		given(statement.executeUpdate()).willThrow(new IllegalStateException("planted")).willReturn(1);

		try (AdvisedConnection connection = connection(driver)) {
			PreparedStatement advised = connection.prepareStatement("update dish set id = 1");
			assertThatIllegalStateException().isThrownBy(advised::executeUpdate).withMessage("planted");
			advised.executeUpdate();
		}

		assertThat(this.failed).containsExactly(true, false);
	}

	@Test
	void isToldApartByParametersThatHaveNames() throws SQLException {
		Connection driver = mock(Connection.class);
		given(driver.prepareCall(anyString())).willReturn(mock(CallableStatement.class));
		CallableStatement call = connection(driver).prepareCall("{call cook(?)}");

		for (String dish : List.of("soup", "soup", "cake")) {
			call.setString("dish", dish);
			call.executeUpdate();
		}

		assertThat(this.parameterHashes).hasSize(3).doesNotContain(0);
		assertThat(this.parameterHashes.get(0)).isEqualTo(this.parameterHashes.get(1))
			.isNotEqualTo(this.parameterHashes.get(2));
	}

	private static Connection h2() throws SQLException {
		return DriverManager.getConnection("jdbc:h2:mem:");
	}

	private AdvisedConnection connection(Connection driver) throws SQLException {
		ConnectionAdvice advice = mock(ConnectionAdvice.class);
		given(advice.product()).willReturn(DatabaseProduct.H2);
		given(advice.nanoTime()).willAnswer((call) -> this.nanos);
		given(advice.hooks()).willReturn(List.of());
		given(advice.explain(any(), any(), anyBoolean())).willAnswer((call) -> call.getArgument(0));
		given(advice.lentConnections()).willReturn(new LentConnections());
		given(advice.statementListener()).willReturn(new StatementListener() {

			@Override
			public boolean wantsParameters() {
				return ObservedExecutionTests.this.wantsParameters;
			}

			@Override
			public void completed(StatementExecution execution) {
				ObservedExecutionTests.this.heard.add(execution.sql() + " " + execution.rows());
				ObservedExecutionTests.this.failed.add(execution.error() != null);
				ObservedExecutionTests.this.elapsed.add(execution.elapsedNanos());
				ObservedExecutionTests.this.parameters.add(List.copyOf(execution.parameters()));
				ObservedExecutionTests.this.parameterHashes.add(execution.parameterHash());
			}

		});
		return new AdvisedConnection(driver, advice, 0);
	}

}
