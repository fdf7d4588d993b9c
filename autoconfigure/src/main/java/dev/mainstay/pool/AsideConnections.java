package dev.mainstay.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariCredentialsProvider;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import com.zaxxer.hikari.util.DriverDataSource;
import com.zaxxer.hikari.util.PropertyElf;
import com.zaxxer.hikari.util.UtilityElf;
import org.jspecify.annotations.Nullable;

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
		DataSource own = given();
		if (own != null) {
			return own;
		}
		String className = this.dataSource.getDataSourceClassName();
		if (className != null) {
			DataSource made = UtilityElf.createInstance(className, DataSource.class);
			PropertyElf.setTargetFromProperties(made, this.dataSource.getDataSourceProperties());
			return made;
		}
		String jdbcUrl = this.dataSource.getJdbcUrl();
		if (jdbcUrl == null) {
			return named(this.dataSource.getDataSourceJNDI());
		}
		Map<String, String> timeouts = timeouts(timeout);
		Properties properties = new Properties();
		properties.putAll(this.dataSource.getDataSourceProperties());
		properties.putAll(timeouts);
		return new DriverDataSource(overridden(jdbcUrl, timeouts), this.dataSource.getDriverClassName(), properties,
				credentials.getUsername(), credentials.getPassword());
	}

	// The data source that the user gave to the pool; its timeouts are not known to us.
	private @Nullable DataSource given() {
		DataSource current = this.dataSource.getDataSource();
		return (current instanceof PhysicalDataSource physical) ? physical.given() : current;
	}

	private DataSource named(@Nullable String jndiName) throws SQLException {
		if (jndiName == null) {
			throw new SQLException("Pool '%s' has neither a JDBC URL nor a data source to open connections with"
				.formatted(this.dataSource.getPoolName()));
		}
		try {
			return (DataSource) new InitialContext().lookup(jndiName);
		}
		catch (NamingException ex) {
			throw new SQLException("There is no data source " + jndiName, ex);
		}
	}

	private Map<String, String> timeouts(Duration timeout) {
		String seconds = Long.toString(Math.max(1, timeout.plusMillis(999).toSeconds()));
		String millis = Long.toString(Math.max(1, timeout.toMillis()));
		return switch (this.url.product()) {
			case POSTGRESQL -> Map.of("connectTimeout", seconds, "socketTimeout", seconds);
			case MYSQL -> Map.of("connectTimeout", millis, "socketTimeout", millis);
			case SQL_SERVER -> Map.of("loginTimeout", seconds, "socketTimeout", millis);
			case ORACLE -> Map.of("oracle.net.CONNECT_TIMEOUT", millis, "oracle.jdbc.ReadTimeout", millis);
			// In process, or not known.
			case H2, SQLITE, OTHER -> Map.of();
		};
	}

	// The drivers of PostgreSQL, MariaDB and MySQL believe the URL rather than the
	// properties, and of several parameters of a name the last.
	private String overridden(String jdbcUrl, Map<String, String> timeouts) {
		StringBuilder url = new StringBuilder(jdbcUrl);
		timeouts.forEach((name, value) -> {
			if (this.url.hasParameter(name)) {
				url.append('&').append(name).append('=').append(value);
			}
		});
		return url.toString();
	}

	private Credentials credentials() {
		HikariCredentialsProvider provider = this.dataSource.getCredentialsProvider();
		return (provider != null) ? provider.getCredentials() : this.dataSource.getCredentials();
	}

}
