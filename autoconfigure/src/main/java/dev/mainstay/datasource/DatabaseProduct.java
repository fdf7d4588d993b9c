package dev.mainstay.datasource;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The database products that are told apart, by the JDBC URL. MariaDB and MySQL are one:
 * either driver may talk to either server.
 */
public enum DatabaseProduct {

	/**
	 * PostgreSQL and what speaks its protocol.
	 */
	POSTGRESQL("PostgreSQL", 5432, "jdbc:postgresql:"),

	/**
	 * MariaDB or MySQL.
	 */
	MYSQL("MariaDB/MySQL", 3306, "jdbc:mariadb:", "jdbc:mysql:"),

	/**
	 * H2, embedded or as a server.
	 */
	H2("H2", 9092, "jdbc:h2:"),

	/**
	 * SQLite.
	 */
	SQLITE("SQLite", 0, "jdbc:sqlite:"),

	/**
	 * Oracle Database.
	 */
	ORACLE("Oracle", 1521, "jdbc:oracle:"),

	/**
	 * Microsoft SQL Server.
	 */
	SQL_SERVER("SQL Server", 1433, "jdbc:sqlserver:"),

	/**
	 * Any other database, or one whose URL is not known.
	 */
	OTHER("this database", 0);

	/**
	 * Drivers that stand in front of another one and put their name into its URL.
	 */
	private static final Pattern WRAPPER = Pattern.compile("^jdbc:(?:tc|otel|p6spy|aws-wrapper|log4jdbc):");

	private final String displayName;

	private final int defaultPort;

	private final String[] prefixes;

	DatabaseProduct(String displayName, int defaultPort, String... prefixes) {
		this.displayName = displayName;
		this.defaultPort = defaultPort;
		this.prefixes = prefixes;
	}

	/**
	 * Tell the product from a JDBC URL.
	 * @param url the URL, in any case
	 * @return the product; {@link #OTHER} if the URL is of none of them
	 */
	public static DatabaseProduct fromJdbcUrl(String url) {
		String lowerCase = WRAPPER.matcher(url.toLowerCase(Locale.ROOT)).replaceFirst("jdbc:");
		for (DatabaseProduct product : values()) {
			for (String prefix : product.prefixes) {
				if (lowerCase.startsWith(prefix)) {
					return product;
				}
			}
		}
		return OTHER;
	}

	/**
	 * Return the name that people know the product by.
	 * @return the name, fit to stand in a sentence
	 */
	public String displayName() {
		return this.displayName;
	}

	/**
	 * Return the port that servers of the product listen on unless told otherwise.
	 * @return the port; 0 if there is none
	 */
	public int defaultPort() {
		return this.defaultPort;
	}

}
