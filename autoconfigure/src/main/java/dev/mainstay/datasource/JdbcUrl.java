package dev.mainstay.datasource;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What a JDBC URL says in the open: product, host, port, database and which parameters it
 * has. The values of parameters stay inside, because drivers take passwords there.
 */
public final class JdbcUrl {

	private static final Pattern HOST_OPTION = Pattern.compile("(?i)[(,]\\s*host\\s*=\\s*([^,)]*)");

	private static final Pattern PORT_OPTION = Pattern.compile("(?i)[(,]\\s*port\\s*=\\s*(\\d+)");

	private final DatabaseProduct product;

	private final @Nullable String host;

	private final @Nullable Integer port;

	private final @Nullable String database;

	private final Map<String, String> parameters;

	private JdbcUrl(DatabaseProduct product, @Nullable String host, @Nullable Integer port, @Nullable String database,
			Map<String, String> parameters) {
		this.product = product;
		this.host = host;
		this.port = port;
		this.database = database;
		this.parameters = parameters;
	}

	/**
	 * Take a URL apart as far as its product is known.
	 * @param url the URL, or {@code null} when a data source has none
	 * @return what the URL says; parts that it does not name are {@code null}
	 */
	public static JdbcUrl parse(@Nullable String url) {
		if (url == null) {
			return new JdbcUrl(DatabaseProduct.OTHER, null, null, null, Map.of());
		}
		DatabaseProduct product = DatabaseProduct.fromJdbcUrl(url);
		int end = endOfLocation(url, product);
		String location = url.substring(0, end);
		Map<String, String> parameters = (end == url.length()) ? Map.of() : parameters(url.substring(end + 1));
		int authority = authority(location, product);
		if (authority < 0) {
			return new JdbcUrl(product, null, null, embeddedDatabase(product, location), parameters);
		}
		String rest = withoutUser(location.substring(authority + 2));
		int slash = rest.indexOf('/');
		String address = withoutOptions((slash < 0) ? rest : rest.substring(0, slash));
		String database = (slash < 0) ? parameters.get("databasename") : rest.substring(slash + 1);
		return new JdbcUrl(product, host(address), port(address, product), emptyToNull(database), parameters);
	}

	// Of a URL that is not known nothing is shown that might be a parameter.
	private static int endOfLocation(String url, DatabaseProduct product) {
		String separators = switch (product) {
			case H2, SQL_SERVER -> ";";
			case OTHER -> "?;&";
			default -> "?";
		};
		int end = 0;
		while (end < url.length() && separators.indexOf(url.charAt(end)) < 0) {
			end++;
		}
		int database = (product == DatabaseProduct.OTHER) ? url.indexOf('/', url.indexOf("//") + 2) : -1;
		int colon = (database < 0) ? -1 : url.indexOf(':', database);
		return (colon < 0) ? end : Math.min(end, colon);
	}

	// In a path two slashes are no more than one.
	private static int authority(String location, DatabaseProduct product) {
		boolean path = product == DatabaseProduct.SQLITE
				|| (product == DatabaseProduct.H2 && !location.contains("tcp://") && !location.contains("ssl://"));
		return path ? -1 : location.indexOf("//");
	}

	// Drivers of MariaDB and MySQL take address=(host=…)(port=…)(password=…).
	private static String withoutOptions(String address) {
		if (address.indexOf('(') < 0) {
			return address;
		}
		String hosts = HOST_OPTION.matcher(address)
			.results()
			.map((result) -> result.group(1))
			.collect(Collectors.joining(","));
		Matcher port = PORT_OPTION.matcher(address);
		return (hosts.indexOf(',') < 0 && port.find()) ? hosts + ":" + port.group(1) : hosts;
	}

	private static @Nullable String embeddedDatabase(DatabaseProduct product, String location) {
		return switch (product) {
			case H2, SQLITE -> emptyToNull(location.substring(location.indexOf(':', "jdbc:".length()) + 1));
			case POSTGRESQL -> emptyToNull(location.substring(location.lastIndexOf(':') + 1).replace("/", ""));
			default -> null;
		};
	}

	private static Map<String, String> parameters(String query) {
		Map<String, String> parameters = new LinkedHashMap<>();
		for (String parameter : query.split("[&;]")) {
			int equals = parameter.indexOf('=');
			String name = (equals < 0) ? parameter : parameter.substring(0, equals);
			if (!name.isBlank()) {
				parameters.put(name.strip().toLowerCase(Locale.ROOT),
						(equals < 0) ? "" : parameter.substring(equals + 1));
			}
		}
		return parameters;
	}

	private static String withoutUser(String address) {
		return address.substring(address.lastIndexOf('@') + 1);
	}

	private static @Nullable String host(String address) {
		int colon = portColon(address);
		return emptyToNull((colon < 0) ? address : address.substring(0, colon));
	}

	private static @Nullable Integer port(String address, DatabaseProduct product) {
		if (address.indexOf(',') >= 0) {
			return null;
		}
		int colon = portColon(address);
		Integer defaultPort = (product.defaultPort() > 0) ? product.defaultPort() : null;
		if (colon < 0) {
			return defaultPort;
		}
		try {
			return Integer.valueOf(address.substring(colon + 1));
		}
		catch (NumberFormatException ex) {
			return defaultPort;
		}
	}

	// With several hosts, all of them together are the host and no single port is named.
	private static int portColon(String address) {
		if (address.indexOf(',') >= 0) {
			return -1;
		}
		int colon = address.lastIndexOf(':');
		return (colon > address.lastIndexOf(']')) ? colon : -1;
	}

	private static @Nullable String emptyToNull(@Nullable String text) {
		return (text == null || text.isBlank()) ? null : text;
	}

	public DatabaseProduct product() {
		return this.product;
	}

	public @Nullable String host() {
		return this.host;
	}

	public @Nullable Integer port() {
		return this.port;
	}

	public @Nullable String database() {
		return this.database;
	}

	/**
	 * Return whether the URL has a parameter.
	 * @param name the parameter's name, in any case
	 * @return whether the user decided about it in the URL
	 */
	public boolean hasParameter(String name) {
		return this.parameters.containsKey(name.toLowerCase(Locale.ROOT));
	}

	/**
	 * Return whether a parameter of the URL speaks of something.
	 * @param name the parameter's name, in any case
	 * @param word what to look for in its value, in any case; not found as a part of
	 * another name
	 * @return whether the URL has the parameter and its value contains the word
	 */
	public boolean parameterMentions(String name, String word) {
		String value = this.parameters.getOrDefault(name.toLowerCase(Locale.ROOT), "");
		return Pattern.compile("(?i)(?<!\\w)" + Pattern.quote(word) + "(?!\\w)").matcher(decoded(value)).find();
	}

	private static String decoded(String value) {
		try {
			return URLDecoder.decode(value, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return value;
		}
	}

	/**
	 * Return this URL together with what a driver is given beside it.
	 * @param properties more parameters; those of the URL come first
	 * @return the URL as if it had them all
	 */
	public JdbcUrl with(Properties properties) {
		Map<String, String> all = new LinkedHashMap<>();
		properties.forEach((name, value) -> all.put(name.toString().toLowerCase(Locale.ROOT), value.toString()));
		all.putAll(this.parameters);
		return new JdbcUrl(this.product, this.host, this.port, this.database, all);
	}

	/**
	 * Return whether every connection has a database of its own, which lives only as long
	 * as the connection does.
	 * @return whether the database is private to one connection
	 */
	public boolean isPrivateToConnection() {
		String name = (this.database != null) ? this.database.toLowerCase(Locale.ROOT) : "";
		return switch (this.product) {
			case SQLITE -> (name.isEmpty() || name.contains(":memory:") || this.parameters.containsValue("memory"))
					&& !this.parameters.containsValue("shared");
			case H2 -> name.equals("mem:");
			default -> false;
		};
	}

	@Override
	public String toString() {
		return this.product + " " + this.host + ":" + this.port + "/" + this.database;
	}

}
