package dev.mainstay.datasource;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The chain in front of a data source whose class is hidden already, such as a JDK proxy
 * made by somebody else.
 */
final class ChainedDataSource extends DelegatingDataSource {

	private final ConnectionSource source;

	ChainedDataSource(DataSource target, ConnectionSource source) {
		super(target);
		this.source = source;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return this.source.getConnection();
	}

}
