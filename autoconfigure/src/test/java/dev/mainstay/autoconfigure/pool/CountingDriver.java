package dev.mainstay.autoconfigure.pool;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;

/**
 * An H2 driver under another name that counts the connections it opens. The URL begins
 * with {@value #PREFIX} instead of {@code jdbc:h2:}.
 */
public final class CountingDriver implements Driver {

	static final String PREFIX = "jdbc:counted:";

	private static final AtomicInteger opened = new AtomicInteger();

	private final Driver h2 = new org.h2.Driver();

	static int opened() {
		return opened.get();
	}

	static String[] springProperties(String h2Url) {
		return new String[] { "spring.datasource.url=" + h2Url.replace("jdbc:h2:", PREFIX),
				"spring.datasource.username=sa", "spring.datasource.password=",
				"spring.datasource.driver-class-name=" + CountingDriver.class.getName() };
	}

	@Override
	public @Nullable Connection connect(String url, Properties info) throws SQLException {
		if (!acceptsURL(url)) {
			return null;
		}
		opened.incrementAndGet();
		return this.h2.connect(url.replace(PREFIX, "jdbc:h2:"), info);
	}

	@Override
	public boolean acceptsURL(String url) {
		return url.startsWith(PREFIX);
	}

	@Override
	public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
		return this.h2.getPropertyInfo(url, info);
	}

	@Override
	public int getMajorVersion() {
		return this.h2.getMajorVersion();
	}

	@Override
	public int getMinorVersion() {
		return this.h2.getMinorVersion();
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
