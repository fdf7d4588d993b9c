package dev.mainstay.benchmark.driver;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * A connection that has one prepared statement and hands it out for every text.
 */
abstract class NoOpConnection implements Connection {

	private boolean autoCommit = true;

	private final PreparedStatement statement = Stub.of(NoOpPreparedStatement.class);

	@Override
	public PreparedStatement prepareStatement(String sql) {
		return this.statement;
	}

	@Override
	public DatabaseMetaData getMetaData() {
		return Stub.of(NoOpMetaData.class);
	}

	@Override
	public boolean isValid(int timeout) {
		return true;
	}

	@Override
	public boolean getAutoCommit() {
		return this.autoCommit;
	}

	@Override
	public void setAutoCommit(boolean autoCommit) {
		this.autoCommit = autoCommit;
	}

	@Override
	public void commit() {
	}

	@Override
	public void rollback() {
	}

	@Override
	public boolean isReadOnly() {
		return false;
	}

	@Override
	public void setReadOnly(boolean readOnly) {
	}

	@Override
	public int getTransactionIsolation() {
		return TRANSACTION_READ_COMMITTED;
	}

	@Override
	public void setTransactionIsolation(int level) {
	}

	@Override
	public @Nullable String getCatalog() {
		return null;
	}

	@Override
	public @Nullable String getSchema() {
		return null;
	}

	@Override
	public int getNetworkTimeout() {
		return 0;
	}

	@Override
	public void setNetworkTimeout(Executor executor, int milliseconds) {
	}

	@Override
	public void clearWarnings() {
	}

	@Override
	public boolean isClosed() {
		return false;
	}

	@Override
	public void close() {
	}

	@Override
	public void abort(Executor executor) {
	}

}
