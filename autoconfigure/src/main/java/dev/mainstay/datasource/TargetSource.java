package dev.mainstay.datasource;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * The innermost end of a chain: asks the advised data source itself. As safe for use by
 * many threads as that is.
 *
 * @param target the data source
 */
public record TargetSource(DataSource target) implements ConnectionSource {

	@Override
	public Connection getConnection() throws SQLException {
		return this.target.getConnection();
	}

}
