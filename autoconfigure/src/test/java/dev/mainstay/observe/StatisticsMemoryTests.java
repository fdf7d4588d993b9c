package dev.mainstay.observe;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.StatementExecution;
import dev.mainstay.sql.Fingerprints;
import dev.mainstay.sql.SqlDialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

/**
 * Tests how much {@link StatementStatistics} keep.
 */
class StatisticsMemoryTests {

	private static final long MEGABYTE = 1 << 20;

	@Test
	void keepsLittleOfAHundredThousandStatements() {
		Fingerprints fingerprints = new Fingerprints(SqlDialect.of(DatabaseProduct.POSTGRESQL));
		AdvisedConnection connection = mock(AdvisedConnection.class, withSettings().stubOnly());
		given(connection.dataSource()).willReturn("dataSource");
		given(connection.product()).willReturn(DatabaseProduct.POSTGRESQL);
		StatementExecution execution = mock(StatementExecution.class, withSettings().stubOnly());
		AtomicReference<String> sql = new AtomicReference<>("select 1");
		given(execution.sql()).willAnswer((call) -> sql.get());
		given(execution.connection()).willReturn(connection);
		given(execution.elapsedNanos()).willReturn(1_000_000L);
		StatementStatistics statistics = new StatementStatistics(1000, new StatementObservation(Duration.ofSeconds(1)),
				(product) -> fingerprints, () -> 0, Clock.systemUTC());
		long before = usedAfterCollection();

		for (int i = 0; i < 100_000; i++) {
			sql.set(("select o.id, o.number, o.placed_at, c.name, c.email from orders_%d o join customers c "
					+ "on c.id = o.customer_id where o.status = ? and c.region = ? and o.placed_at > ?")
				.formatted(i));
			statistics.completed(execution);
		}
		sql.set("select 1");

		Awaitility.await().until(() -> usedAfterCollection() - before < 5 * MEGABYTE);
		assertThat(statistics.latencies("dataSource").count()).isEqualTo(100_000);
		assertThat(statistics.statements("dataSource")).hasSizeLessThanOrEqualTo(1001);
	}

	private static long usedAfterCollection() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
