package dev.mainstay.observe;

import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.RowWatcher;
import dev.mainstay.datasource.StatementExecution;
import dev.mainstay.operation.Operation;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * An execution that is over, as somebody tells it.
 *
 * @param connection where it was executed
 * @param sql what was executed
 * @param startedNanos when
 * @param elapsedNanos for how long
 * @param rows how many rows were read
 * @param error why it failed
 * @param operation on whose behalf
 */
public record RecordedExecution(AdvisedConnection connection, String sql, long startedNanos, long elapsedNanos,
		long rows, @Nullable SQLException error, @Nullable Operation operation) implements StatementExecution {

	/**
	 * Return an execution that has read one row.
	 * @param dataSource the bean name of the data source, which is an H2
	 * @param sql what was executed
	 * @param millis for how long
	 * @return the execution
	 */
	public static RecordedExecution of(String dataSource, String sql, long millis) {
		AdvisedConnection connection = mock(AdvisedConnection.class);
		given(connection.dataSource()).willReturn(dataSource);
		given(connection.product()).willReturn(DatabaseProduct.H2);
		return new RecordedExecution(connection, sql, 0, millis * 1_000_000, 1, null, null);
	}

	public RecordedExecution withOperation(String name) {
		return new RecordedExecution(this.connection, this.sql, this.startedNanos, this.elapsedNanos, this.rows,
				this.error, new Operation(name, "com.example." + name));
	}

	public RecordedExecution withError(SQLException error) {
		return new RecordedExecution(this.connection, this.sql, this.startedNanos, this.elapsedNanos, -1, error,
				this.operation);
	}

	public RecordedExecution withMillis(long millis) {
		return new RecordedExecution(this.connection, this.sql, this.startedNanos, millis * 1_000_000, this.rows,
				this.error, this.operation);
	}

	@Override
	public boolean isExact(int position) {
		return false;
	}

	@Override
	public boolean watchRows(RowWatcher watcher) {
		return false;
	}

	@Override
	public int batchSize() {
		return 0;
	}

	@Override
	public int parameterHash() {
		return 0;
	}

	@Override
	public List<@Nullable Object> parameters() {
		return List.of();
	}

	@Override
	public Thread thread() {
		return Thread.currentThread();
	}

}
