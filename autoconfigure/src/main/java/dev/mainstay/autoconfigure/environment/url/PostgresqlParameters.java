package dev.mainstay.autoconfigure.environment.url;

import java.util.stream.Stream;

/**
 * The parameters of libpq and its relatives whose value, not only whose name, differs
 * from the JDBC driver's.
 */
final class PostgresqlParameters {

	private PostgresqlParameters() {
	}

	static Stream<Parameter> ssl(Parameter parameter) {
		return switch (parameter.value()) {
			case "disable", "allow", "prefer", "require", "verify-ca", "verify-full" ->
				Stream.of(new Parameter("sslmode", parameter.value()));
			default -> Stream.of(parameter);
		};
	}

	static Stream<Parameter> targetServerType(Parameter parameter) {
		String type = switch (parameter.value()) {
			case "read-write" -> "primary";
			case "read-only", "standby" -> "secondary";
			case "prefer-standby" -> "preferSecondary";
			default -> parameter.value();
		};
		return Stream.of(new Parameter("targetServerType", type));
	}

	static Stream<Parameter> loadBalanceHosts(Parameter parameter) {
		return Stream.of(new Parameter("loadBalanceHosts", String.valueOf(parameter.value().equals("random"))));
	}

	static Stream<Parameter> host(Parameter parameter) {
		if (parameter.decoded().startsWith("/")) {
			throw new DatabaseUrlException("names a Unix socket, which the JDBC driver can't open by itself",
					"Type the name of the host, for example " + DatabaseServer.POSTGRESQL.example() + ".");
		}
		return Stream.of(parameter);
	}

	static Stream<Parameter> pgbouncer(Parameter parameter) {
		return parameter.isOn() ? withoutPreparedStatements() : Stream.empty();
	}

	static Stream<Parameter> statementCacheSize(Parameter parameter) {
		return parameter.value().equals("0") ? withoutPreparedStatements() : Stream.empty();
	}

	private static Stream<Parameter> withoutPreparedStatements() {
		return Stream.of(new Parameter("prepareThreshold", "0"));
	}

}
