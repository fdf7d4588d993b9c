package dev.mainstay.pool;

import java.time.Duration;
import java.util.List;
import java.util.Properties;

import com.zaxxer.hikari.HikariConfig;

import dev.mainstay.datasource.DurationText;
import dev.mainstay.datasource.JdbcUrl;

/**
 * Gives drivers the connect timeout and TCP keep-alive that they do not have by
 * themselves, unless the URL or the driver properties speak of them.
 */
final class DriverTuner {

	private final HikariConfig config;

	private final JdbcUrl url;

	DriverTuner(HikariConfig config, JdbcUrl url) {
		this.config = config;
		this.url = url;
	}

	void tune(PoolSettings settings, List<PoolSetting> record) {
		if (this.config.getJdbcUrl() == null || this.config.getDataSource() != null) {
			return;
		}
		Duration timeout = settings.connectTimeout();
		String seconds = Long.toString(Math.max(1, timeout.plusMillis(999).toSeconds()));
		String millis = Long.toString(timeout.toMillis());
		switch (this.url.product()) {
			case POSTGRESQL -> {
				set("connectTimeout", seconds, DurationText.of(timeout), "db.pool.connect-timeout", record);
				set("tcpKeepAlive", "true", "true", "a silent peer is noticed", record);
			}
			case MYSQL -> set("connectTimeout", millis, DurationText.of(timeout), "db.pool.connect-timeout", record);
			case SQL_SERVER ->
				set("loginTimeout", seconds, DurationText.of(timeout), "db.pool.connect-timeout", record);
			case ORACLE ->
				set("oracle.net.CONNECT_TIMEOUT", millis, DurationText.of(timeout), "db.pool.connect-timeout", record);
			case H2, SQLITE, OTHER -> record.add(PoolSetting.leftOut("connectTimeout", DurationText.of(timeout),
					"not known for " + this.url.product().displayName()));
		}
	}

	private void set(String name, String value, String text, String source, List<PoolSetting> record) {
		Properties properties = this.config.getDataSourceProperties();
		if (this.url.hasParameter(name)) {
			record.add(PoolSetting.leftAlone(name, "as the URL says", "the JDBC URL"));
		}
		else if (properties.containsKey(name)) {
			record.add(PoolSetting.leftAlone(name, "as given", "data-source-properties"));
		}
		else {
			this.config.addDataSourceProperty(name, value);
			record.add(PoolSetting.set(name, text, source));
		}
	}

}
