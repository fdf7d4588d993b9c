package dev.mainstay.datasource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link AdvisedConnection}.
 */
class AdvisedConnectionTests {

	private final Connection driver = mock(Connection.class);

	private final ConnectionAdvice advice = mock(ConnectionAdvice.class);

	private AdvisedConnection connection(TransactionHook... hooks) throws SQLException {
		given(this.driver.createStatement()).willReturn(mock(Statement.class));
		given(this.advice.hooks()).willReturn(List.of(hooks));
		given(this.advice.explain(any(), any(), anyBoolean())).willAnswer((call) -> call.getArgument(0));
		given(this.advice.statementListener()).willReturn(StatementListeners.NOBODY);
		given(this.advice.lentConnections()).willReturn(new LentConnections());
		return new AdvisedConnection(this.driver, this.advice, 0);
	}

	// After a rollback that failed in silence the first half is still open
	@Test
	void doesNotCommitWhatCouldNotBeRolledBack() throws SQLException {
		AdvisedConnection connection = connection();
		willThrow(new SQLException("rollback failed", "HY000", 1181)).given(this.driver).rollback();
		connection.createStatement().execute("UPDATE a");
		catchThrowable(connection::rollback);
		catchThrowable(() -> connection.createStatement().execute("UPDATE b"));
		catchThrowable(connection::commit);
		verify(this.driver, never()).commit();
	}

	// The driver's commit fails with something that is no SQLException
	@Test
	void aCommitThatDiesOfAnErrorIsNotARollback() throws SQLException {
		TransactionState[] told = new TransactionState[1];
		AdvisedConnection connection = connection(new TransactionHook() {
			@Override
			public void ended(AdvisedConnection one, TransactionState outcome) {
				told[0] = outcome;
			}
		});
		willThrow(new OutOfMemoryError("reading the answer")).given(this.driver).commit();
		connection.createStatement().execute("UPDATE a");
		catchThrowable(connection::commit);
		catchThrowable(connection::rollback);
		assertThat(told[0]).isEqualTo(TransactionState.UNKNOWN);
	}

	// A hook that throws on close keeps the connection out of the pool for ever
	@Test
	void aHookCannotKeepTheConnection() throws SQLException {
		AdvisedConnection connection = connection(new TransactionHook() {
			@Override
			public void rollbackFailed(AdvisedConnection one, SQLException error) {
				throw new IllegalStateException("bad hook");
			}
		});
		willThrow(new SQLException("rollback failed", "HY000", 1181)).given(this.driver).rollback();
		connection.createStatement().execute("UPDATE a");
		catchThrowable(connection::close);
		verify(this.advice).discard(this.driver, true);
	}

}
