package dev.mainstay.autoconfigure.environment.url;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The parts of an address behind its scheme, cut by hand because {@link java.net.URI}
 * puts the whole input, password included, into its exceptions.
 *
 * @param user user part, still percent-encoded
 * @param password password part, still percent-encoded
 * @param hosts one or more comma-separated hosts with optional ports
 * @param database name of the database, still percent-encoded
 * @param parameters parameters of the query
 */
record ServerUrl(@Nullable String user, @Nullable String password, String hosts, String database,
		List<Parameter> parameters) {

	private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[\\w.-]*)(?::(\\d{1,5}))?");

	static ServerUrl split(String rest, DatabaseServer server) {
		int end = indexOfAny(rest, "/?#");
		String authority = rest.substring(0, end);
		int at = authority.lastIndexOf('@');
		String userInfo = (at == -1) ? "" : authority.substring(0, at);
		int colon = userInfo.indexOf(':');
		String user = (colon == -1) ? userInfo : userInfo.substring(0, colon);
		int mark = rest.indexOf('?', end);
		return new ServerUrl(user.isEmpty() ? null : user, (colon == -1) ? null : userInfo.substring(colon + 1),
				hosts(authority.substring(at + 1), server),
				database(rest.substring(end, (mark == -1) ? rest.length() : mark), server),
				Parameter.parse((mark == -1) ? "" : rest.substring(mark + 1)));
	}

	private static int indexOfAny(String text, String characters) {
		return (int) text.chars().takeWhile((character) -> characters.indexOf(character) == -1).count();
	}

	private static String hosts(String hosts, DatabaseServer server) {
		return Stream.of(hosts.split(",", -1)).map((host) -> host(host, server)).collect(Collectors.joining(","));
	}

	private static String host(String host, DatabaseServer server) {
		Matcher matcher = HOST.matcher(host);
		if (!matcher.matches() || (matcher.group(2) != null && Integer.parseInt(matcher.group(2)) > 65535)) {
			throw new DatabaseUrlException("has a host or a port that can't be read",
					"Type %s, an IPv6 address in brackets like [::1]:5432. %s".formatted(server.example(),
							PercentEncoding.ADVICE));
		}
		return matcher.group(1).isEmpty() ? "localhost" + host : host;
	}

	private static String database(String path, DatabaseServer server) {
		String database = path.startsWith("/") ? path.substring(1) : "";
		if (database.isEmpty()) {
			throw new DatabaseUrlException("names no database", "Type the name of the database behind the host: %s. %s"
				.formatted(server.example(), PercentEncoding.ADVICE));
		}
		if (indexOfAny(database, "/@#") < database.length()) {
			throw new DatabaseUrlException("has a / or @ or # in the name of the database",
					"Type %s. %s".formatted(server.example(), PercentEncoding.ADVICE));
		}
		PercentEncoding.decode(database);
		return database;
	}

	DatabaseUrl translate(DatabaseServer server) {
		String username = (this.user != null) ? this.user : parameter("user");
		String secret = (this.password != null) ? this.password : parameter("password");
		return new DatabaseUrl(server.jdbcUrl(this.hosts, this.database, otherParameters()), decode(username),
				decode(secret));
	}

	private @Nullable String parameter(String name) {
		Optional<Parameter> match = this.parameters.stream()
			.filter((parameter) -> parameter.name().equals(name))
			.findFirst();
		return match.map(Parameter::value).orElse(null);
	}

	private Stream<Parameter> otherParameters() {
		return this.parameters.stream()
			.filter((parameter) -> !parameter.name().equals("user") && !parameter.name().equals("password"));
	}

	private static @Nullable String decode(@Nullable String encoded) {
		return (encoded != null) ? PercentEncoding.decode(encoded) : null;
	}

	@Override
	public String toString() {
		return this.hosts + "/" + this.database;
	}

}
