package dev.mainstay.autoconfigure.environment;

import java.util.List;
import java.util.Locale;

import dev.mainstay.autoconfigure.environment.RawProperties.RawProperty;

/**
 * The wish to see each SQL statement in the log, without the values bound to it.
 */
final class SqlEcho {

	static final String NAME = "DB_ECHO";

	private static final List<String> LOGGERS = List.of("org.hibernate.SQL",
			"org.springframework.jdbc.core.JdbcTemplate");

	private SqlEcho() {
	}

	static void translate(RawProperty echo, TranslatedProperties target) {
		if (isOn(echo)) {
			LOGGERS.forEach((logger) -> target.put("logging.level." + logger, "debug", echo.origin()));
		}
	}

	private static boolean isOn(RawProperty echo) {
		return switch (echo.value().trim().toLowerCase(Locale.ROOT)) {
			case "true", "1", "yes", "on", "debug" -> true;
			case "false", "0", "no", "off" -> false;
			default -> throw new InvalidPropertyException(NAME, echo.value(), "is neither true nor false",
					"Type DB_ECHO=true to log each SQL statement, or remove DB_ECHO.", echo.origin());
		};
	}

}
