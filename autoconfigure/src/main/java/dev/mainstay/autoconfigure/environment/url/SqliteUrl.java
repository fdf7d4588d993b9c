package dev.mainstay.autoconfigure.environment.url;

/**
 * The address of a SQLite file, in which the first slash only separates: three slashes
 * are followed by a relative path, four by an absolute one.
 */
final class SqliteUrl {

	/*
	 * Each connection to plain :memory: would open a database of its own, so a pool would
	 * find its tables by luck.
	 */
	private static final String MEMORY = "jdbc:sqlite:file:mainstay?mode=memory&cache=shared";

	private static final ParameterTable PARAMETERS = new ParameterTable().milliseconds("timeout", "busy_timeout")
		.drop("uri", "check_same_thread", "isolation_level", "cached_statements", "detect_types");

	private SqliteUrl() {
	}

	static String translate(String rest) {
		int mark = rest.indexOf('?');
		String path = (mark == -1) ? rest : rest.substring(0, mark);
		if (path.isEmpty() || path.equals("/") || path.equals("/:memory:")) {
			return MEMORY;
		}
		if (!path.startsWith("/")) {
			throw new DatabaseUrlException("names a host, which SQLite does not have",
					"Type sqlite:///file.db for a relative path, sqlite:////folder/file.db for an absolute one.");
		}
		String query = (mark == -1) ? "" : rest.substring(mark + 1);
		return "jdbc:sqlite:" + path.substring(1)
				+ Parameter.toQuery(Parameter.parse(query).stream().flatMap(PARAMETERS::translate));
	}

}
