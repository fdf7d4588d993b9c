package dev.mainstay.cache.check.server;

import java.io.Serializable;

/**
 * How an instance is to be started.
 *
 * @param url leads its connections to the database
 * @param directUrl leads to the database whatever happens to the others
 * @param username the user name
 * @param password the password
 * @param invalidation how it tells other instances
 * @param redisPort where Redis listens, or 0
 * @param shared whether answers are shared in Redis
 * @param instance its number
 * @param instances how many there are
 * @param race the mistake that it makes
 */
record InstanceSettings(String url, String directUrl, String username, String password, String invalidation,
		int redisPort, boolean shared, int instance, int instances, PlantedRace race) implements Serializable {

	static final int CLIENTS = 4;

	int clients() {
		return this.instances * CLIENTS;
	}

	String[] properties() {
		return new String[] { "spring.datasource.url=" + this.url, "spring.datasource.username=" + this.username,
				"spring.datasource.password=" + this.password, "db.cache.invalidation=" + this.invalidation,
				"db.cache.redis.shared=" + this.shared, "check.redis-port=" + this.redisPort, "check.race=" + this.race,
				"logging.level.root=OFF",
				// Each client may need one for a transaction in a transaction.
				"spring.datasource.hikari.maximum-pool-size=" + (2 * CLIENTS + 2),
				"spring.datasource.hikari.connection-timeout=5000",
				"spring.datasource.hikari.data-source-properties.ApplicationName=" + applicationName(),
				// Whoever waits for each other is found at once.
				"spring.datasource.hikari.connection-init-sql=SET deadlock_timeout = '5ms'" };
	}

	String applicationName() {
		return "schedules-" + this.instance;
	}

}
