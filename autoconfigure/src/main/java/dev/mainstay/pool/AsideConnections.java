package dev.mainstay.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariCredentialsProvider;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import com.zaxxer.hikari.util.DriverDataSource;

import dev.mainstay.datasource.JdbcUrl;

/**
 * Opens connections beside a pool, with its address and credentials but with timeouts of
 * their own, so that they neither queue behind the pool's users nor hang as long as they
 * may.
 */
final class AsideConnections {

	private final HikariDataSource dataSource;

	private final JdbcUrl url;

	AsideConnections(HikariDataSource dataSource, JdbcUrl url) {
		this.dataSource = dataSource;
		this.url = url;
	}

	Connection open(Duration timeout) throws SQLException {
		Credentials credentials = credentials();
		DataSource driver = driver(timeout, credentials);
		return (credentials.getUsername() != null)
				? driver.getConnection(credentials.getUsername(), credentials.getPassword()) : driver.getConnection();
	}

	private DataSource driver(Duration timeout, Credentials credentials) throws SQLException {
		String jdbcUrl = this.dataSource.getJdbcUrl();
		if (jdbcUrl != null && this.dataSource.getDataSourceClassName() == null) {
			Properties properties = new Properties();
			properties.putAll(this.dataSource.getDataSourceProperties());
			addTimeouts(properties, timeout);
			return new DriverDataSource(jdbcUrl, this.dataSource.getDriverClassName(), properties,
					credentials.getUsername(), credentials.getPassword());
		}
		DataSource own = this.dataSource.getDataSource();
		if (own == null) {
			throw new SQLException("Pool '%s' has no JDBC URL, so no connection can be opened beside it"
				.formatted(this.dataSource.getPoolName()));
		}
		return own;
	}

	private void addTimeouts(Properties properties, Duration timeout) {
		String seconds = Long.toString(Math.max(1, timeout.plusMillis(999).toSeconds()));
		String millis = Long.toString(Math.max(1, timeout.toMillis()));
		switch (this.url.product()) {
			case POSTGRESQL -> {
				properties.setProperty("connectTimeout", seconds);
				properties.setProperty("socketTimeout", seconds);
			}
			case MYSQL -> {
				properties.setProperty("connectTimeout", millis);
				properties.setProperty("socketTimeout", millis);
			}
			case SQL_SERVER -> properties.setProperty("loginTimeout", seconds);
			case ORACLE -> properties.setProperty("oracle.net.CONNECT_TIMEOUT", millis);
			case H2, SQLITE, OTHER -> {
				// In process, or not known.
			}
		}
	}

	private Credentials credentials() {
		HikariCredentialsProvider provider = this.dataSource.getCredentialsProvider();
		return (provider != null) ? provider.getCredentials() : this.dataSource.getCredentials();
	}

}
