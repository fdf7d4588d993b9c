package dev.mainstay.cache.check;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.ConnectionAdvice;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.LentConnections;
import dev.mainstay.datasource.StatementListener;
import dev.mainstay.datasource.StatementListeners;
import dev.mainstay.datasource.TransactionHook;

/**
 * Advises connections to a {@link ModelDatabase}.
 */
final class ModelAdvice implements ConnectionAdvice {

	private final LentConnections lent;

	private final List<TransactionHook> hooks;

	private final StatementListener listener;

	ModelAdvice(LentConnections lent, CheckedCache cache) {
		this.lent = lent;
		this.hooks = List.of(cache.hook());
		this.listener = StatementListeners.of(List.of(cache.listener()));
	}

	@Override
	public String dataSource() {
		return "model";
	}

	@Override
	public DatabaseProduct product() {
		return DatabaseProduct.POSTGRESQL;
	}

	@Override
	public List<TransactionHook> hooks() {
		return this.hooks;
	}

	@Override
	public StatementListener statementListener() {
		return this.listener;
	}

	@Override
	public LentConnections lentConnections() {
		return this.lent;
	}

	@Override
	public long nanoTime() {
		return 0;
	}

	@Override
	public boolean isStandby(AdvisedConnection connection) {
		return false;
	}

	@Override
	public boolean isFailed(AdvisedConnection connection) {
		return false;
	}

	@Override
	public boolean isEmpty(AdvisedConnection connection) {
		return true;
	}

	@Override
	public boolean isRead(String sql) {
		return sql.startsWith("SELECT");
	}

	@Override
	public boolean isRolledBackAtCommit(SQLException error) {
		return String.valueOf(error.getSQLState()).startsWith("40");
	}

	@Override
	public void endLeftOpen(AdvisedConnection connection, boolean begun) {
	}

	@Override
	public SQLException explain(SQLException error, AdvisedConnection connection, boolean limited) {
		String state = String.valueOf(error.getSQLState());
		if (state.startsWith("08")) {
			connection.lose();
		}
		else if (state.startsWith("40")) {
			connection.endTransaction(error);
		}
		return error;
	}

	@Override
	public void liftLimits(AdvisedConnection connection) {
	}

	@Override
	public void restoreLimits(AdvisedConnection connection) {
	}

	@Override
	public void discard(Connection connection, boolean failed) throws SQLException {
		connection.close();
	}

	@Override
	public void sever(Connection connection) {
	}

	@Override
	public void release(Connection connection) {
	}

}
