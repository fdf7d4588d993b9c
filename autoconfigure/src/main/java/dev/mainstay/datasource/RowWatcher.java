package dev.mainstay.datasource;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Looks at the rows of one execution while the application reads them. Called on the
 * thread that reads.
 */
public interface RowWatcher {

	/**
	 * The application has come to the next row.
	 * @param row the driver's result, at that row; columns may be read, and nothing else
	 * be done with it
	 * @throws SQLException if a column cannot be read; the application does not see it,
	 * and nothing more is told but that something was {@link #lost()}
	 */
	void row(ResultSet row) throws SQLException;

	/**
	 * There are no more rows, and each one was told.
	 */
	void end();

	/**
	 * A row was not told.
	 */
	void lost();

}
