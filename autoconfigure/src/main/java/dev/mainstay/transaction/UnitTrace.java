package dev.mainstay.transaction;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.TransactionHook;
import dev.mainstay.datasource.TransactionState;

/**
 * Tells the unit of work of a thread what became of the transactions on its connections.
 */
public final class UnitTrace implements TransactionHook {

	@Override
	public void ended(AdvisedConnection connection, TransactionState outcome) {
		UnitFrame frame = UnitFrame.current();
		if (frame != null) {
			frame.ended(outcome, connection);
		}
	}

	@Override
	public void lostAtRest(AdvisedConnection connection, SQLException error) {
		UnitFrame frame = UnitFrame.current();
		if (frame != null) {
			frame.lostAtRest(connection, error);
		}
	}

	@Override
	public void sendingOutsideTransaction(AdvisedConnection connection, @Nullable String sql) {
		UnitFrame frame = UnitFrame.current();
		if (frame != null) {
			frame.sendingOutsideTransaction(connection, sql);
		}
	}

}
