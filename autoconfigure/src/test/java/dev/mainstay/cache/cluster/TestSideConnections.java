package dev.mainstay.cache.cluster;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.SideConnections;

/**
 * Connections to one PostgreSQL database.
 */
public record TestSideConnections(String url, String username, String password) implements SideConnections {

	@Override
	public List<String> dataSources() {
		return List.of("dataSource");
	}

	@Override
	public DatabaseProduct product(String dataSource) {
		return DatabaseProduct.POSTGRESQL;
	}

	@Override
	public Connection open(String dataSource, Duration timeout) throws SQLException {
		Properties properties = new Properties();
		properties.setProperty("user", this.username);
		properties.setProperty("password", this.password);
		properties.setProperty("connectTimeout", "1");
		properties.setProperty("socketTimeout", "1");
		properties.setProperty("loginTimeout", "2");
		return DriverManager.getConnection(this.url, properties);
	}

}
