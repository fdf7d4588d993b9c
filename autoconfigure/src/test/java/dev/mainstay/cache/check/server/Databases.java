package dev.mainstay.cache.check.server;

import java.sql.SQLException;

import dev.mainstay.testsupport.PostgresServer;

/**
 * New databases of a server.
 *
 * @param server the server
 * @param suffix tells those of one run apart from all others
 */
record Databases(PostgresServer server, String suffix) {

	/**
	 * Make a database.
	 * @param name the name of the database
	 * @param race the mistake that is made by who uses it
	 * @return the settings of one instance that uses it alone
	 * @throws SQLException if it cannot be made
	 */
	InstanceSettings settings(String name, PlantedRace race) throws SQLException {
		String full = "schedules_" + name + this.suffix;
		this.server.createDatabase(full);
		String url = this.server.jdbcUrl(full);
		return new InstanceSettings(url, url, this.server.username(), this.server.password(), "local", 0, false, 0, 1,
				race);
	}

	Database open(InstanceSettings settings) {
		return new Database(settings.directUrl(), settings.username(), settings.password());
	}

}
