package dev.mainstay.benchmark.driver;

import java.sql.PreparedStatement;
import java.sql.ResultSet;

/**
 * A prepared statement that forgets its parameters and has one result set.
 */
abstract class NoOpPreparedStatement implements PreparedStatement {

	private final NoOpResultSet resultSet = Stub.of(NoOpResultSet.class);

	@Override
	public void setInt(int parameterIndex, int value) {
	}

	@Override
	public void setLong(int parameterIndex, long value) {
	}

	@Override
	public void setString(int parameterIndex, String value) {
	}

	@Override
	public int executeUpdate() {
		return 1;
	}

	@Override
	public ResultSet executeQuery() {
		this.resultSet.rewind();
		return this.resultSet;
	}

	@Override
	public boolean isClosed() {
		return false;
	}

	@Override
	public void close() {
	}

	@Override
	public int getFetchSize() {
		return 0;
	}

}
