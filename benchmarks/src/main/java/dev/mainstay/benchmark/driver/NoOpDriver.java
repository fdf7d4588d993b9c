package dev.mainstay.benchmark.driver;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;

/**
 * A driver whose connections answer every query with the same ten rows, at once and
 * without making anything.
 */
public final class NoOpDriver implements Driver {

	/**
	 * What a URL for this driver looks like.
	 */
	public static final String URL = "jdbc:no-op:benchmark";

	/**
	 * The URL of a database that is away.
	 */
	public static final String AWAY = "jdbc:no-op:away";

	static {
		try {
			DriverManager.registerDriver(new NoOpDriver());
		}
		catch (SQLException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	@Override
	public @Nullable Connection connect(String url, Properties properties) throws SQLException {
		if (url.equals(AWAY)) {
			throw new SQLException("Connection refused", "08001");
		}
		return acceptsURL(url) ? Stub.of(NoOpConnection.class) : null;
	}

	@Override
	public boolean acceptsURL(String url) {
		return url.equals(URL) || url.equals(AWAY);
	}

	@Override
	public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
		return new DriverPropertyInfo[0];
	}

	@Override
	public int getMajorVersion() {
		return 1;
	}

	@Override
	public int getMinorVersion() {
		return 0;
	}

	@Override
	public boolean jdbcCompliant() {
		return false;
	}

	@Override
	public Logger getParentLogger() {
		return Logger.getGlobal();
	}

}
