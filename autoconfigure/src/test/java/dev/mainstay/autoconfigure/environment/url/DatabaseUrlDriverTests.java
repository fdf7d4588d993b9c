package dev.mainstay.autoconfigure.environment.url;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.export.SslMode;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the drivers understand what {@link DatabaseUrl} makes of an address.
 */
class DatabaseUrlDriverTests {

	@Test
	void postgresqlDriverReadsHostsDatabaseAndParameters() {
		Properties properties = Driver.parseURL(
				jdbcUrl("postgres://app:pw@h1:1,[::1]/my%20+shop?ssl=require&connect_timeout=7&application_name=a%20b"),
				new Properties());

		assertThat(properties).isNotNull();
		assertThat(PGProperty.PG_HOST.getOrDefault(properties)).isEqualTo("h1,[::1]");
		assertThat(PGProperty.PG_PORT.getOrDefault(properties)).isEqualTo("1,5432");
		assertThat(PGProperty.PG_DBNAME.getOrDefault(properties)).isEqualTo("my +shop");
		assertThat(PGProperty.SSL_MODE.getOrDefault(properties)).isEqualTo("require");
		assertThat(PGProperty.CONNECT_TIMEOUT.getOrDefault(properties)).isEqualTo("7");
		assertThat(PGProperty.APPLICATION_NAME.getOrDefault(properties)).isEqualTo("a b");
	}

	@Test
	void mariadbDriverReadsHostDatabaseAndParameters() throws Exception {
		Configuration configuration = Configuration.parse(jdbcUrl(
				"mariadb+pymysql://app:pw@[::1]:3307/my%20shop?ssl-mode=REQUIRED&connect_timeout=7&charset=utf8"));

		assertThat(configuration.addresses()).singleElement().satisfies((address) -> {
			assertThat(address.host).isEqualTo("::1");
			assertThat(address.port).isEqualTo(3307);
		});
		assertThat(configuration.database()).isEqualTo("my shop");
		assertThat(configuration.sslMode()).isEqualTo(SslMode.TRUST);
		assertThat(configuration.connectTimeout()).isEqualTo(7000);
		assertThat(configuration.nonMappedOptions()).isEmpty();
	}

	@Test
	void connectionsToSqliteInMemorySeeTheSameTables() throws Exception {
		String url = jdbcUrl("sqlite:///:memory:");

		try (Connection one = DriverManager.getConnection(url); Connection two = DriverManager.getConnection(url)) {
			try (Statement statement = one.createStatement()) {
				statement.execute("create table meal (id integer)");
			}
			try (Statement statement = two.createStatement()) {
				assertThat(statement.executeUpdate("insert into meal values (1)")).isOne();
			}
		}
	}

	private static String jdbcUrl(String text) {
		return DatabaseUrl.parse(text, (driver) -> true).jdbcUrl();
	}

}
