package dev.mainstay.autoconfigure.cache.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.SideConnections;

/**
 * Connections to the primary data source, which is known only when all are made.
 */
final class PrimaryConnections implements SideConnections {

	/**
	 * The name that stands for it until then.
	 */
	static final String NAME = "primary";

	private final SideConnections connections;

	PrimaryConnections(SideConnections connections) {
		this.connections = connections;
	}

	/**
	 * See to it that the primary data source can carry notifications.
	 */
	void check() {
		List<String> names = dataSources();
		DatabaseProduct product = names.isEmpty() ? null : product(NAME);
		if (product != DatabaseProduct.POSTGRESQL) {
			throw new InvalidPropertyException("db.cache.invalidation", "postgres",
					"needs PostgreSQL as the primary data source, which is "
							+ ((product != null) ? product.displayName() : "none that is looked after"),
					"Type db.cache.invalidation=redis, or db.cache.invalidation=local if there is one instance.");
		}
	}

	@Override
	public List<String> dataSources() {
		return this.connections.dataSources();
	}

	@Override
	public @Nullable DatabaseProduct product(String dataSource) {
		return this.connections.product(primary());
	}

	@Override
	public Connection open(String dataSource, Duration timeout) throws SQLException {
		return this.connections.open(primary(), timeout);
	}

	private String primary() {
		List<String> names = dataSources();
		return names.isEmpty() ? NAME : names.get(0);
	}

}
