package dev.mainstay.autoconfigure.environment.url;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where a database is and who may enter, in the terms of JDBC.
 *
 * @param jdbcUrl address for the driver, without user and password
 * @param username user to connect as, {@code null} if the address names none
 * @param password password of the user, {@code null} if the address has none
 */
public record DatabaseUrl(String jdbcUrl, @Nullable String username, @Nullable String password) {

	private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9.-]*)(?:\\+[\\w.-]*)?://(.*)",
			Pattern.DOTALL);

	/**
	 * Read an address such as {@code postgresql+asyncpg://user:password@host:5432/name}.
	 * An address that is a JDBC URL already stays as it is.
	 * @param text address as it was typed
	 * @param driverPresent tells whether a driver class can be loaded, by which MySQL's
	 * and MariaDB's driver stand in for each other
	 * @return the address for JDBC
	 * @throws DatabaseUrlException if the address can't be read; neither the exception
	 * nor its causes hold any part of a password
	 */
	public static DatabaseUrl parse(String text, Predicate<String> driverPresent) {
		String address = text.trim();
		if (address.startsWith("jdbc:")) {
			return new DatabaseUrl(address, null, null);
		}
		Matcher matcher = SCHEME.matcher(address);
		if (!matcher.matches()) {
			throw new DatabaseUrlException("does not start with a scheme such as postgresql://",
					"Type postgresql://user:password@host:5432/database, or the same with mysql, mariadb or sqlite.");
		}
		String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
		String rest = matcher.group(2);
		if (scheme.equals("sqlite")) {
			return new DatabaseUrl(SqliteUrl.translate(rest), null, null);
		}
		DatabaseServer server = DatabaseServer.of(scheme, driverPresent);
		return ServerUrl.split(rest, server).translate(server);
	}

	/**
	 * Return an address in a form that may be shown to anybody.
	 * @param text address as it was typed, readable or not
	 * @return the address without password and query
	 */
	public static String mask(String text) {
		return MaskedUrl.of(text.trim());
	}

	@Override
	public String toString() {
		return mask(this.jdbcUrl);
	}

}
