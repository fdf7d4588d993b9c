package dev.mainstay.autoconfigure.environment.url;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DatabaseUrl}.
 */
class DatabaseUrlTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			postgres://app:pw@db.example.org:5433/shop          | jdbc:postgresql://db.example.org:5433/shop
			postgresql://app:pw@db/shop                         | jdbc:postgresql://db/shop
			postgresql+asyncpg://app:pw@db/shop                 | jdbc:postgresql://db/shop
			postgresql+psycopg://app:pw@db/shop                 | jdbc:postgresql://db/shop
			POSTGRES://app:pw@db/shop                           | jdbc:postgresql://db/shop
			postgres://app:pw@my_db/shop                        | jdbc:postgresql://my_db/shop
			postgres://app:pw@[::1]:5432/shop                   | jdbc:postgresql://[::1]:5432/shop
			postgres://app:pw@[fe80::1]/shop                    | jdbc:postgresql://[fe80::1]/shop
			postgres://app:pw@h1:1,h2:2,[::1]:3/shop            | jdbc:postgresql://h1:1,h2:2,[::1]:3/shop
			postgres://app:pw@/shop                             | jdbc:postgresql://localhost/shop
			postgres:///shop                                    | jdbc:postgresql://localhost/shop
			postgres://app:pw@db/my%20shop                      | jdbc:postgresql://db/my%20shop
			mysql://app:pw@db:3307/shop                         | jdbc:mysql://db:3307/shop
			mysql+pymysql://app:pw@db/shop                      | jdbc:mysql://db/shop
			mariadb://app:pw@db/shop                            | jdbc:mariadb://db/shop
			mariadb+mariadbconnector://app:pw@[::1]:3306/shop   | jdbc:mariadb://[::1]:3306/shop
			mariadb://app:pw@db/my%20shop                       | jdbc:mariadb://db/my shop
			sqlite:///shop.db                                   | jdbc:sqlite:shop.db
			sqlite:///data/shop.db                              | jdbc:sqlite:data/shop.db
			sqlite:////var/lib/shop.db                          | jdbc:sqlite:/var/lib/shop.db
			sqlite+aiosqlite:///shop.db                         | jdbc:sqlite:shop.db
			sqlite://                                           | jdbc:sqlite:file:mainstay?mode=memory&cache=shared
			sqlite:///                                          | jdbc:sqlite:file:mainstay?mode=memory&cache=shared
			sqlite:///:memory:                                  | jdbc:sqlite:file:mainstay?mode=memory&cache=shared
			sqlite:///shop.db?timeout=5&check_same_thread=false | jdbc:sqlite:shop.db?busy_timeout=5000
			jdbc:h2:mem:shop                                    | jdbc:h2:mem:shop
			jdbc:postgresql://db/shop?user=a&sslmode=require    | jdbc:postgresql://db/shop?user=a&sslmode=require
			""")
	void translatesTheAddress(String text, String jdbcUrl) {
		assertThat(parse(text).jdbcUrl()).isEqualTo(jdbcUrl);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			app:secret        | app     | secret
			app:p%40ss        | app     | p@ss
			app:a+b           | app     | a+b
			app:a%2Bb         | app     | a+b
			app:a:b:c         | app     | a:b:c
			app:p@ss          | app     | p@ss
			app:100%25        | app     | 100%
			app:gr%C3%BCn     | app     | grün
			a%3Ab:secret      | a:b     | secret
			a@b:secret        | a@b     | secret
			app:              | app     | ""
			app               | app     |
			:secret           |         | secret
			""")
	void decodesUserAndPassword(String userInfo, String username, String password) {
		DatabaseUrl url = parse("postgres://" + userInfo + "@db/shop");

		assertThat(url).isEqualTo(new DatabaseUrl("jdbc:postgresql://db/shop", username, password));
	}

	@Test
	void takesUserAndPasswordOutOfTheQuery() {
		DatabaseUrl url = parse("postgres://db/shop?user=app&password=p%26s&sslmode=require");

		assertThat(url).isEqualTo(new DatabaseUrl("jdbc:postgresql://db/shop?sslmode=require", "app", "p&s"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			application_name=shop%201        | ApplicationName=shop%201
			connect_timeout=10               | connectTimeout=10
			schema=sales                     | currentSchema=sales
			sslmode=verify-full              | sslmode=verify-full
			ssl=require                      | sslmode=require
			ssl=true                         | ssl=true
			channel_binding=require          | channelBinding=require
			target_session_attrs=read-write  | targetServerType=primary
			target_session_attrs=any         | targetServerType=any
			load_balance_hosts=random        | loadBalanceHosts=true
			keepalives=1                     | tcpKeepAlive=true
			pgbouncer=true                   | prepareThreshold=0
			statement_cache_size=0           | prepareThreshold=0
			reWriteBatchedInserts=true       | reWriteBatchedInserts=true
			options=-c%20search_path%3Dsales | options=-c%20search_path%3Dsales
			""")
	void translatesPostgresqlParameters(String parameter, String translated) {
		assertThat(parse("postgres://db/shop?a=b&" + parameter + "&client_encoding=utf8").jdbcUrl())
			.isEqualTo("jdbc:postgresql://db/shop?a=b&" + translated);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			connect_timeout=10   | ?connectTimeout=10000           | ?connectTimeout=10000
			read_timeout=0.5     | ?socketTimeout=500              | ?socketTimeout=500
			charset=utf8mb4      | ?characterEncoding=UTF-8        | -
			ssl-mode=REQUIRED    | ?sslMode=REQUIRED               | ?sslMode=REQUIRED
			ssl_mode=preferred   | -                               | -
			sslmode=verify-full  | ?sslMode=VERIFY_IDENTITY        | ?sslMode=VERIFY_IDENTITY
			sslaccept=strict     | ?sslMode=VERIFY_IDENTITY        | ?sslMode=VERIFY_IDENTITY
			ssl=true             | ?sslMode=REQUIRED               | ?sslMode=REQUIRED
			ssl=%7B%7D           | ?sslMode=VERIFY_IDENTITY        | ?sslMode=VERIFY_IDENTITY
			ssl=false            | ?sslMode=DISABLED               | ?sslMode=DISABLED
			local_infile=1       | ?allowLoadLocalInfile=true      | ?allowLocalInfile=true
			useCompression=true  | ?useCompression=true            | ?useCompression=true
			""")
	void translatesMysqlParameters(String parameter, String mysql, String mariadb) {
		assertThat(parse("mysql://db/shop?" + parameter).jdbcUrl())
			.isEqualTo("jdbc:mysql://db/shop" + ((mysql != null) ? mysql : ""));
		assertThat(parse("mariadb://db/shop?" + parameter).jdbcUrl())
			.isEqualTo("jdbc:mariadb://db/shop" + ((mariadb != null) ? mariadb : ""));
	}

	@Test
	void takesTheDriverThatIsThere() {
		Set<String> mysql = Set.of("com.mysql.cj.jdbc.Driver");
		Set<String> mariadb = Set.of("org.mariadb.jdbc.Driver");

		assertThat(DatabaseUrl.parse("mysql://db/shop", mariadb::contains).jdbcUrl())
			.isEqualTo("jdbc:mariadb://db/shop");
		assertThat(DatabaseUrl.parse("mariadb://db/shop", mysql::contains).jdbcUrl()).isEqualTo("jdbc:mysql://db/shop");
		assertThat(DatabaseUrl.parse("mysql://db/shop", (driver) -> false).jdbcUrl()).isEqualTo("jdbc:mysql://db/shop");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			oracle://app:s3cret@db/shop                | unknown scheme 'oracle'
			host=db password=s3cret                    | does not start with a scheme
			app:s3cret@db/shop                         | does not start with a scheme
			postgres:app:s3cret@db/shop                | does not start with a scheme
			postgres://app:s3cret@db                   | names no database
			postgres://app:s3cret@db/                  | names no database
			postgres://app:s3cret@db?x=y               | names no database
			mysql://app:s3cret@db                      | names no database
			postgres://app:s3cret@db:port/shop         | can't be read
			postgres://app:s3cret@db:65536/shop        | can't be read
			postgres://app:s3cret@::1/shop             | can't be read
			postgres://app:s3cret                      | can't be read
			postgres://app:s3cret/shop                 | can't be read
			postgres://app:12/s3cret@db/shop           | in the name of the database
			postgres://app:12?s3cret@db/shop           | names no database
			postgres://app:12#s3cret@db/shop           | names no database
			postgres://app:s3cret%@db/shop             | two hexadecimal digits
			postgres://app:%zzs3cret@db/shop           | two hexadecimal digits
			postgres://app%3As3cret@db                 | names no database
			postgres://db/a/b?password=s3cret          | in the name of the database
			postgres://db/a/b?x=a@b&password=s3cret    | in the name of the database
			postgres:///shop?host=/run&password=s3cret | Unix socket
			mysql://app:s3cret@db/a?connect_timeout=x  | 'connect_timeout' that is not a number
			sqlite://s3cret/shop.db                    | names a host
			""")
	void refusesWithoutTellingThePassword(String text, String reason) {
		assertThatExceptionOfType(DatabaseUrlException.class).isThrownBy(() -> parse(text)).satisfies((ex) -> {
			assertThat(ex).hasMessageContaining(reason).hasNoCause();
			assertThat(ex.getReason()).doesNotContain("s3cret");
			assertThat(ex.getAction()).startsWith("Type ").doesNotContain("s3cret");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			postgres://app:s3cret@db:5432/shop?sslpassword=s3cret | postgres://app:***@db:5432/shop?***
			postgres://app:s3@cr@et@h1:1,h2/shop                  | postgres://app:***@h1:1,h2/shop
			postgres://app:s3/cr?e#t@db                           | postgres://app:***@db
			postgres://app%3As3cret@db/shop                       | postgres://app:***@db/shop
			postgres://a p:s3cret@db/shop                         | postgres://***:***@db/shop
			postgres://app@db/shop                                | postgres://app@db/shop
			postgres://[::1]:5432/shop                            | postgres://[::1]:5432/shop
			postgres://app:s3cret                                 | postgres://***
			postgres://db/shop?password=s3cret                    | postgres://db/shop?***
			postgres://app:s3cret@d b/shop                        | postgres://***
			jdbc:postgresql://app:s3cret@db/shop                  | jdbc:postgresql://app:***@db/shop
			app:s3cret@db/shop                                    | ***
			password=s3cret                                       | ***
			""")
	void masksThePassword(String text, String masked) {
		assertThat(DatabaseUrl.mask(text)).isEqualTo(masked);
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgres://app:s3cret@db/shop", "jdbc:postgresql://db/shop?password=s3cret" })
	void hidesThePasswordAsText(String text) {
		assertThat(parse(text).toString()).contains("jdbc:postgresql://db/shop").doesNotContain("s3cret");
	}

	private static DatabaseUrl parse(String text) {
		return DatabaseUrl.parse(text, (driver) -> true);
	}

}
