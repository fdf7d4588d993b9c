package dev.mainstay.pool;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Pools in care that have no database behind them.
 */
public final class TestPools {

	private TestPools() {
	}

	/**
	 * Make a pool that was not started.
	 * @param name the bean name of its data source
	 * @param connections opens its connections
	 * @return the pool
	 */
	public static ManagedPool pool(String name, Callable<Connection> connections) {
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setDataSource(dataSource(connections));
		return take(name, dataSource);
	}

	/**
	 * Make a pool for a URL, which nobody connects to.
	 * @param name the bean name of its data source
	 * @param url the JDBC URL
	 * @param size the number of its connections
	 * @return the pool
	 */
	public static ManagedPool pool(String name, String url, int size) {
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setJdbcUrl(url);
		dataSource.setMaximumPoolSize(size);
		dataSource.setMinimumIdle(size);
		return take(name, dataSource);
	}

	private static ManagedPool take(String name, HikariDataSource dataSource) {
		return new PoolCare(System::nanoTime).take(name, dataSource, null, null, (property) -> null);
	}

	/**
	 * Make a connection that only answers tests of itself.
	 * @param valid what it answers
	 * @return the connection
	 */
	public static Connection connection(boolean valid) {
		return (Connection) Proxy.newProxyInstance(TestPools.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> switch (method.getName()) {
					case "isValid" -> valid;
					case "close", "abort" -> null;
					default -> throw new UnsupportedOperationException(method.getName());
				});
	}

	static DataSource dataSource(Callable<Connection> connections) {
		return new AbstractDataSource() {

			@Override
			public Connection getConnection() throws SQLException {
				try {
					return connections.call();
				}
				catch (SQLException | RuntimeException ex) {
					throw ex;
				}
				catch (Exception ex) {
					throw new SQLException(ex);
				}
			}

			@Override
			public Connection getConnection(String username, String password) throws SQLException {
				return getConnection();
			}

		};
	}

}
