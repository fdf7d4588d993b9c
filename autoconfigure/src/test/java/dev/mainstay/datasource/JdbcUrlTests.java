package dev.mainstay.datasource;

import java.util.Properties;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcUrl}.
 */
class JdbcUrlTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					jdbc:postgresql://localhost/shop                                | POSTGRESQL | localhost        | 5432  | shop
					jdbc:postgresql://db.example:5433/shop?user=u&password=secret   | POSTGRESQL | db.example       | 5433  | shop
					jdbc:postgresql://[::1]:5433/shop                               | POSTGRESQL | [::1]            | 5433  | shop
					jdbc:postgresql://[2001:db8::7]/shop                            | POSTGRESQL | [2001:db8::7]    | 5432  | shop
					jdbc:postgresql://one:5432,two:5433/shop?targetServerType=any   | POSTGRESQL | one:5432,two:5433 |      | shop
					jdbc:postgresql://localhost/                                    | POSTGRESQL | localhost        | 5432  |
					jdbc:postgresql://localhost                                     | POSTGRESQL | localhost        | 5432  |
					jdbc:postgresql://localhost:port/shop                           | POSTGRESQL | localhost        | 5432  | shop
					jdbc:postgresql:shop                                            | POSTGRESQL |                  |       | shop
					jdbc:postgresql:/                                               | POSTGRESQL |                  |       |
					jdbc:aws-wrapper:postgresql://cluster:5432/shop                 | POSTGRESQL | cluster          | 5432  | shop
					jdbc:mariadb://localhost:3307/shop?sessionVariables=sql_mode=A  | MYSQL      | localhost        | 3307  | shop
					jdbc:mariadb:replication://one,two/shop                         | MYSQL      | one,two          |       | shop
					jdbc:mysql:///shop                                              | MYSQL      |                  | 3306  | shop
					jdbc:mysql://cook:secret@db:3307/shop                           | MYSQL      | db               | 3307  | shop
					jdbc:mysql://cook:sec@secret@db/shop                            | MYSQL      | db               | 3306  | shop
					jdbc:mysql://cook:sec/secret@db/shop                            | MYSQL      | db               | 3306  | shop
					jdbc:mysql://address=(host=db)(port=3308)(password=secret)/shop | MYSQL      | db               | 3308  | shop
					jdbc:mysql://(host=db,port=3308,user=u,password=secret)/shop    | MYSQL      | db               | 3308  | shop
					jdbc:mariadb://address=(host=a)(port=1),address=(host=b)/shop   | MYSQL      | a,b              |       | shop
					jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1;PASSWORD=secret              | H2         |                  |       | mem:shop
					jdbc:h2:mem:                                                    | H2         |                  |       | mem:
					jdbc:h2:~/shop                                                  | H2         |                  |       | ~/shop
					jdbc:h2:file:/data//shop                                        | H2         |                  |       | file:/data//shop
					jdbc:h2:tcp://localhost/~/shop                                  | H2         | localhost        | 9092  | ~/shop
					jdbc:h2:tcp://localhost:9093/mem:shop                           | H2         | localhost        | 9093  | mem:shop
					jdbc:sqlite:shop.db                                             | SQLITE     |                  |       | shop.db
					jdbc:sqlite:/data//shop.db?busy_timeout=5                       | SQLITE     |                  |       | /data//shop.db
					jdbc:sqlite::memory:                                            | SQLITE     |                  |       | :memory:
					jdbc:sqlite:                                                    | SQLITE     |                  |       |
					jdbc:sqlite:file:shop?mode=memory&cache=shared                  | SQLITE     |                  |       | file:shop
					jdbc:sqlserver://db:1434;databaseName=shop;password=secret      | SQL_SERVER | db               | 1434  | shop
					jdbc:sqlserver://db;encrypt=true                                | SQL_SERVER | db               | 1433  |
					jdbc:oracle:thin:@//db:1522/shop                                | ORACLE     | db               | 1522  | shop
					jdbc:oracle:thin:cook/secret@//db/shop                          | ORACLE     | db               | 1521  | shop
					jdbc:oracle:thin:cook/secret@db:1521:shop                       | ORACLE     |                  |       |
					jdbc:db2://db:50000/shop:user=cook;password=secret;             | OTHER      | db               | 50000 | shop
					jdbc:jtds:sqlserver://db:1433/shop;password=secret              | OTHER      | db               | 1433  | shop
					nonsense                                                        | OTHER      |                  |       |
					""")
	void takesUrlsApart(String url, DatabaseProduct product, @Nullable String host, @Nullable Integer port,
			@Nullable String database) {
		JdbcUrl parsed = JdbcUrl.parse(url);

		assertThat(parsed.product()).isEqualTo(product);
		assertThat(parsed.host()).isEqualTo(host);
		assertThat(parsed.port()).isEqualTo(port);
		assertThat(parsed.database()).isEqualTo(database);
		assertThat(parsed.toString()).doesNotContain("secret");
	}

	@Test
	void knowsNothingAboutADataSourceWithoutAUrl() {
		JdbcUrl parsed = JdbcUrl.parse(null);

		assertThat(parsed.product()).isEqualTo(DatabaseProduct.OTHER);
		assertThat(parsed.host()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "jdbc:postgresql://db/shop?ApplicationName=x,applicationname",
			"jdbc:h2:mem:shop;lock_timeout=5,LOCK_TIMEOUT", "jdbc:postgresql://db/shop?ssl,ssl",
			"jdbc:sqlserver://db;loginTimeout=5,loginTimeout" })
	void findsParametersInAnyCase(String url, String name) {
		assertThat(JdbcUrl.parse(url).hasParameter(name)).isTrue();
		assertThat(JdbcUrl.parse(url).hasParameter(name + "s")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-c%20lock_timeout=5s", "-c lock_timeout=5s", "--LOCK_TIMEOUT=5s", "-c+lock_timeout=%zz" })
	void findsWhatAParameterMentions(String options) {
		JdbcUrl url = JdbcUrl.parse("jdbc:postgresql://db/shop?options=" + options);

		assertThat(url.parameterMentions("options", "lock_timeout")).isTrue();
		assertThat(url.parameterMentions("Options", "lock")).isFalse();
		assertThat(url.parameterMentions("other", "lock_timeout")).isFalse();
	}

	@Test
	void doesNotFindANameInsideOfAnother() {
		JdbcUrl url = JdbcUrl.parse("jdbc:postgresql://db/shop?options=-c%20deadlock_timeout=5s");

		assertThat(url.parameterMentions("options", "lock_timeout")).isFalse();
	}

	@Test
	void takesWhatTheDriverIsGivenBesideTheUrl() {
		Properties properties = new Properties();
		properties.setProperty("ApplicationName", "kitchen");
		properties.setProperty("options", "-c jit=on");
		JdbcUrl url = JdbcUrl.parse("jdbc:postgresql://db/shop?options=-c%20lock_timeout=5s").with(properties);

		assertThat(url.hasParameter("ApplicationName")).isTrue();
		assertThat(url.parameterMentions("options", "lock_timeout")).isTrue();
		assertThat(url.database()).isEqualTo("shop");
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:sqlite::memory:", "jdbc:sqlite:", "jdbc:sqlite:file::memory:",
			"jdbc:sqlite:file:shop?mode=memory", "jdbc:h2:mem:", "jdbc:h2:mem:;MODE=MySQL" })
	void knowsDatabasesThatArePrivateToAConnection(String url) {
		assertThat(JdbcUrl.parse(url).isPrivateToConnection()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:sqlite:shop.db", "jdbc:sqlite:file::memory:?cache=shared",
			"jdbc:sqlite:file:shop?mode=memory&cache=shared", "jdbc:h2:mem:shop", "jdbc:postgresql:shop" })
	void knowsDatabasesThatConnectionsShare(String url) {
		assertThat(JdbcUrl.parse(url).isPrivateToConnection()).isFalse();
	}

}
