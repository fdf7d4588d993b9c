package dev.mainstay.observe.slow;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.mainstay.failure.FailureKind;
import dev.mainstay.sql.Fingerprint;
import dev.mainstay.sql.SqlDialect;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SlowStatementAdvice}.
 */
class SlowStatementAdviceTests {

	private static final Duration QUICK = Duration.ofMillis(1);

	private static final Duration SLOW = Duration.ofSeconds(2);

	private static List<String> advice(String sql, @Nullable Long rows, @Nullable FailureKind error) {
		return new SlowStatementAdvice(Fingerprint.of(sql, SqlDialect.POSTGRESQL), QUICK, SLOW, rows, error).lines();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			select count(*) from orders where state = 'open'         | It counts rows
			select * from orders where id > 3 limit 10               | It selects all columns
			select o.* from orders o where id > 3 limit 10           | It selects all columns
			select id from orders                                    | neither a WHERE clause nor a limit
			update orders set state = 'x'                            | It changes every row
			delete from orders                                       | It changes every row
			select id from orders where id = 4                       | EXPLAIN
			select id from orders where name like '%x'               | begins with a wildcard
			select id from orders where lower(name) = 'x'            | result of a function
			select id from orders where id > 1 limit 10 offset 50000 | throws away all rows
			select id from orders where id > 1 order by name limit 5 | It sorts
			select id from orders where id not in (1, 2)             | NOT IN
			select id from orders where id = 1 for update            | waits for locks
			""")
	void seesWhatAStatementLooksLike(String sql, String expected) {
		assertThat(advice(sql, 3L, null)).anyMatch((line) -> line.contains(expected));
	}

	@Test
	void seesManyRows() {
		assertThat(advice("select id from orders where id > 1", 5000L, null))
			.anyMatch((line) -> line.contains("It read 5000 rows"));
		assertThat(advice("select id from orders where id > 1 limit 5000", 5000L, null))
			.noneMatch((line) -> line.contains("It read"));
	}

	@Test
	void seesWhatItFailedOf() {
		assertThat(advice("select id from orders where id = 1", null, FailureKind.STATEMENT_TIMEOUT))
			.anyMatch((line) -> line.contains("ended by a time limit"));
		assertThat(advice("update orders set a = 1 where id = 1", null, FailureKind.LOCK_TIMEOUT))
			.anyMatch((line) -> line.contains("waits for locks"));
	}

	@Test
	void seesThatTheConnectionWasTheBottleneck() {
		Fingerprint fingerprint = Fingerprint.of("select 1", SqlDialect.POSTGRESQL);

		assertThat(new SlowStatementAdvice(fingerprint, Duration.ofSeconds(5), SLOW, 1L, null).lines())
			.anyMatch((line) -> line.contains("the pool is short"));
	}

	@Test
	void hasNothingToSayWhereNothingIsKnown() {
		assertThat(advice("select pg_sleep(10)", 1L, null)).isEmpty();
	}

}
