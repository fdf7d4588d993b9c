package dev.mainstay.datasource;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Secrets}.
 */
class SecretsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					jdbc:postgresql://db/shop?user=cook&password=s3cret&ssl=true | jdbc:postgresql://db/shop?user=cook&password=***&ssl=true
					jdbc:sqlserver://db;PWD=s3cret;encrypt=true                  | jdbc:sqlserver://db;PWD=***;encrypt=true
					jdbc:mysql://cook:s3cret@db/shop                             | jdbc:mysql://cook:***@db/shop
					jdbc:mysql://cook:s3@s3cret@db/shop                          | jdbc:mysql://cook:***@db/shop
					sslpassword = s3cret, sslmode = require                      | sslpassword = ***, sslmode = require
					(host=db)(password=s3cret)                                   | (host=db)(password=***)
					{"password":"s3cret"}                                        | {"password":"***"}
					trustStorePassword:s3cret                                    | trustStorePassword:***
					token=s3cret                                                 | token=***
					secretKey=s3cret accessKey=s3cret                            | secretKey=*** accessKey=***
					""")
	void masksSecrets(String text, String masked) {
		assertThat(Secrets.mask(text)).isEqualTo(masked);
	}

	@ParameterizedTest
	@ValueSource(strings = { "FATAL: password authentication failed for user \"cook\"",
			"jdbc:postgresql://db:5432/shop?user=cook", "Connection to db:5432 refused", "" })
	void leavesOtherTextsAlone(String text) {
		assertThat(Secrets.mask(text)).isEqualTo(text);
	}

}
