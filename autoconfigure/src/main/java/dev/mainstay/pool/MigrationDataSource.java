package dev.mainstay.pool;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.ForwardingConnection;

/**
 * Lends connections without session limits, for schema migrations, which take as long as
 * they need. The limits are back before anybody else gets the connection. Flyway and
 * Liquibase are given one by auto-configuration; wrap a data source in one where a
 * migration is started by hand.
 */
public final class MigrationDataSource extends DelegatingDataSource {

	/**
	 * Create a data source for migrations.
	 * @param dataSource the data source to lend from; one that is not in our care is lent
	 * from as it is
	 */
	public MigrationDataSource(DataSource dataSource) {
		super(dataSource);
	}

	@Override
	public Connection getConnection() throws SQLException {
		return lift(super.getConnection());
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return lift(super.getConnection(username, password));
	}

	private static Connection lift(Connection connection) throws SQLException {
		try {
			if (!connection.isWrapperFor(AdvisedConnection.class)) {
				return connection;
			}
			AdvisedConnection advised = connection.unwrap(AdvisedConnection.class);
			advised.migrate();
			lift(advised);
			return new Unlimited(connection, advised);
		}
		catch (SQLException | RuntimeException ex) {
			try (connection) {
				throw ex;
			}
		}
	}

	private static void lift(AdvisedConnection advised) throws SQLException {
		try {
			advised.advice().liftLimits(advised);
		}
		catch (SQLException | RuntimeException ex) {
			advised.retire();
			throw ex;
		}
	}

	/**
	 * A connection whose limits come back when it is closed.
	 */
	private static final class Unlimited extends ForwardingConnection {

		private final AdvisedConnection advised;

		Unlimited(Connection delegate, AdvisedConnection advised) {
			super(delegate);
			this.advised = advised;
		}

		@Override
		public void close() throws SQLException {
			try (Connection connection = delegate()) {
				if (!connection.isClosed()) {
					restore();
				}
			}
		}

		private void restore() {
			try {
				this.advised.advice().restoreLimits(this.advised);
			}
			catch (SQLException | RuntimeException ex) {
				// Its limits are unknown, so nobody else may have it.
				this.advised.retire();
			}
		}

	}

}
