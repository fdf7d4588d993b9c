package dev.mainstay.testsupport;

/**
 * A server product that tests can start.
 */
public enum DatabaseProduct {

	/**
	 * PostgreSQL, speaking on port 5432 inside its container.
	 */
	POSTGRES("postgres", "postgres:15", 5432),

	/**
	 * MariaDB, speaking on port 3306 inside its container.
	 */
	MARIADB("mariadb", "mariadb:10.11", 3306),

	/**
	 * Redis, speaking on port 6379 inside its container.
	 */
	REDIS("redis", "redis:7", 6379);

	private final String label;

	private final String defaultImage;

	private final int containerPort;

	DatabaseProduct(String label, String defaultImage, int containerPort) {
		this.label = label;
		this.defaultImage = defaultImage;
		this.containerPort = containerPort;
	}

	String label() {
		return this.label;
	}

	String image() {
		return System.getProperty("mainstay.test." + this.label + ".image", this.defaultImage);
	}

	int containerPort() {
		return this.containerPort;
	}

}
