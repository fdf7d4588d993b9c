package dev.mainstay.benchmark.driver;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * A connection that has one statement and hands it out for every text.
 */
abstract class NoOpConnection implements Connection {

	private boolean autoCommit = true;

	private final PreparedStatement statement = Stub.of(NoOpPreparedStatement.class);

	private final DatabaseMetaData metaData = Stub.of(NoOpMetaData.class);

	@Override
	public Statement createStatement() {
		return this.statement;
	}

	@Override
	public PreparedStatement prepareStatement(String sql) {
		return this.statement;
	}

	@Override
	public DatabaseMetaData getMetaData() {
		return this.metaData;
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
	public int getHoldability() {
		return ResultSet.CLOSE_CURSORS_AT_COMMIT;
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
