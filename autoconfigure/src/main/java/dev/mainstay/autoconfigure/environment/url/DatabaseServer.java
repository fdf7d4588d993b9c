package dev.mainstay.autoconfigure.environment.url;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A driver that reaches its database over the network, and how it wants to be addressed.
 */
enum DatabaseServer {

	/**
	 * PostgreSQL's driver; the foreign names are those of libpq, asyncpg and Prisma.
	 */
	POSTGRESQL("postgresql", "org.postgresql.Driver", (encoded) -> encoded.replace("+", "%2B"),
			new ParameterTable().rename("application_name", "ApplicationName")
				.rename("connect_timeout", "connectTimeout")
				.rename("schema", "currentSchema")
				.rename("gssencmode", "gssEncMode")
				.rename("channel_binding", "channelBinding")
				.rename("sslnegotiation", "sslNegotiation")
				.rename("require_auth", "requireAuth")
				.flag("keepalives", "tcpKeepAlive")
				.replace("ssl", PostgresqlParameters::ssl)
				.replace("target_session_attrs", PostgresqlParameters::targetServerType)
				.replace("load_balance_hosts", PostgresqlParameters::loadBalanceHosts)
				.replace("host", PostgresqlParameters::host)
				.replace("pgbouncer", PostgresqlParameters::pgbouncer)
				.replace("statement_cache_size", PostgresqlParameters::statementCacheSize)
				.replace("prepared_statement_cache_size", PostgresqlParameters::statementCacheSize)
				.drop("client_encoding")),

	/**
	 * MySQL's driver; the foreign names are those of PyMySQL, mysqlclient and Prisma.
	 */
	MYSQL("mysql", "com.mysql.cj.jdbc.Driver", UnaryOperator.identity(),
			MysqlParameters.common()
				.replace("charset", MysqlParameters::characterEncoding)
				.flag("local_infile", "allowLoadLocalInfile")),

	/**
	 * MariaDB's driver, which does not decode what it reads, always speaks utf8mb4 and
	 * has no "encrypt if possible".
	 */
	MARIADB("mariadb", "org.mariadb.jdbc.Driver", PercentEncoding::decode,
			MysqlParameters.common()
				.drop("charset")
				.rename("ssl_ca", "serverSslCert")
				.flag("local_infile", "allowLocalInfile"));

	private final String subprotocol;

	private final String driver;

	private final UnaryOperator<String> notation;

	private final ParameterTable parameters;

	DatabaseServer(String subprotocol, String driver, UnaryOperator<String> notation, ParameterTable parameters) {
		this.subprotocol = subprotocol;
		this.driver = driver;
		this.notation = notation;
		this.parameters = parameters;
	}

	static DatabaseServer of(String scheme, Predicate<String> driverPresent) {
		return switch (scheme) {
			case "postgres", "postgresql" -> POSTGRESQL;
			case "mysql" -> MYSQL.orElse(MARIADB, driverPresent);
			case "mariadb" -> MARIADB.orElse(MYSQL, driverPresent);
			default -> throw new DatabaseUrlException("has the unknown scheme '%s'".formatted(scheme),
					"Type an address that starts with postgresql://, mysql://, mariadb://, sqlite:// or jdbc:.");
		};
	}

	private DatabaseServer orElse(DatabaseServer other, Predicate<String> driverPresent) {
		return (!driverPresent.test(this.driver) && driverPresent.test(other.driver)) ? other : this;
	}

	String jdbcUrl(String hosts, String database, Stream<Parameter> parameters) {
		return "jdbc:%s://%s/%s%s".formatted(this.subprotocol, hosts, this.notation.apply(database),
				Parameter.toQuery(parameters.flatMap(this.parameters::translate)
					.map((parameter) -> new Parameter(parameter.name(), this.notation.apply(parameter.value())))));
	}

	String example() {
		return "%s://user:password@host:%d/database".formatted(name().toLowerCase(Locale.ROOT),
				(this != POSTGRESQL) ? 3306 : 5432);
	}

}
