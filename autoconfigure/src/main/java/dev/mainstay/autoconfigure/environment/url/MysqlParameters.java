package dev.mainstay.autoconfigure.environment.url;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * The parameters of MySQL's clients, as both JDBC drivers understand them.
 */
final class MysqlParameters {

	private MysqlParameters() {
	}

	static ParameterTable common() {
		return new ParameterTable().milliseconds("connect_timeout", "connectTimeout")
			.milliseconds("read_timeout", "socketTimeout")
			.replace("ssl", MysqlParameters::ssl)
			.replace("ssl-mode", MysqlParameters::sslMode)
			.replace("ssl_mode", MysqlParameters::sslMode)
			.replace("sslmode", MysqlParameters::sslMode)
			.replace("sslaccept", MysqlParameters::sslAccept)
			.drop("use_unicode", "binary_prefix", "autocommit", "write_timeout");
	}

	static Stream<Parameter> characterEncoding(Parameter parameter) {
		boolean unicode = parameter.value().toLowerCase(Locale.ROOT).startsWith("utf8");
		return Stream.of(new Parameter("characterEncoding", unicode ? "UTF-8" : parameter.value()));
	}

	private static Stream<Parameter> ssl(Parameter parameter) {
		if (parameter.isOn()) {
			return sslMode("REQUIRED");
		}
		return switch (parameter.value().toLowerCase(Locale.ROOT)) {
			case "", "0", "false", "no", "off" -> sslMode("DISABLED");
			default -> sslMode("VERIFY_IDENTITY");
		};
	}

	private static Stream<Parameter> sslAccept(Parameter parameter) {
		return sslMode(parameter.value().equals("accept_invalid_certs") ? "REQUIRED" : "VERIFY_IDENTITY");
	}

	private static Stream<Parameter> sslMode(Parameter parameter) {
		String mode = parameter.value().toUpperCase(Locale.ROOT).replace('-', '_');
		return switch (mode) {
			// The default of MySQL's driver; MariaDB's knows no such mode.
			case "PREFER", "PREFERRED" -> Stream.empty();
			case "DISABLE" -> sslMode("DISABLED");
			case "REQUIRE" -> sslMode("REQUIRED");
			case "VERIFY_FULL" -> sslMode("VERIFY_IDENTITY");
			default -> sslMode(mode);
		};
	}

	private static Stream<Parameter> sslMode(String mode) {
		return Stream.of(new Parameter("sslMode", mode));
	}

}
