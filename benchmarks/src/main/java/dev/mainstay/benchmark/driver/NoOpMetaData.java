package dev.mainstay.benchmark.driver;

import java.sql.DatabaseMetaData;

/**
 * The address and the name of the database that does nothing.
 */
abstract class NoOpMetaData implements DatabaseMetaData {

	@Override
	public String getURL() {
		return NoOpDriver.URL;
	}

	@Override
	public String getDatabaseProductName() {
		return "No-op";
	}

	@Override
	public String getDatabaseProductVersion() {
		return "1.0";
	}

}
