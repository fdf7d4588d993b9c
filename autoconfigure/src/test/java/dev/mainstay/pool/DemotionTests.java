package dev.mainstay.pool;

import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.failure.FailureKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link Demotion}.
 */
class DemotionTests {

	private final ConnectionEvents events = new ConnectionEvents();

	private final AtomicLong nanos = new AtomicLong();

	private final AtomicInteger renewals = new AtomicInteger();

	private final Connection connection = mock();

	@AfterEach
	void clearTransaction() {
		TransactionSynchronizationManager.setCurrentTransactionReadOnly(false);
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MIN_VALUE, -1, 0, Long.MAX_VALUE - 1 })
	void renewsOnceInFiveSeconds(long start) {
		this.nanos.set(start);
		Demotion demotion = demotion(DatabaseProduct.MYSQL);

		demotion.happened();
		demotion.happened();
		this.nanos.addAndGet(Duration.ofSeconds(Demotion.PAUSE_SECONDS).toNanos() - 1);
		demotion.happened();
		assertThat(this.renewals).hasValue(1);
		this.nanos.incrementAndGet();
		demotion.happened();

		assertThat(this.renewals).hasValue(2);
		assertThat(this.events.count(ConnectionEvent.DEMOTED)).isEqualTo(4);
	}

	@Test
	void renewsLongAfterPoolWasMade() {
		Demotion demotion = demotion(DatabaseProduct.MYSQL);
		this.nanos.addAndGet(Duration.ofDays(100).toNanos());

		demotion.happened();

		assertThat(this.renewals).hasValue(1);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "READ_ONLY_SERVER", "READ_ONLY_TRANSACTION" })
	void isNotShownByOtherErrors(FailureKind kind) {
		assertThat(demotion(DatabaseProduct.POSTGRESQL).isShownBy(kind, this.connection)).isFalse();
	}

	@Test
	void isShownByServerThatSaysSo() {
		assertThat(demotion(DatabaseProduct.MYSQL).isShownBy(FailureKind.READ_ONLY_SERVER, this.connection)).isTrue();
	}

	@Test
	void isNotShownByReadOnlyTransactionOfMariaDb() {
		assertThat(demotion(DatabaseProduct.MYSQL).isShownBy(FailureKind.READ_ONLY_TRANSACTION, this.connection))
			.isFalse();
	}

	@Test
	void isNotShownOnReadOnlyConnection() throws Exception {
		given(this.connection.isReadOnly()).willReturn(true);

		assertThat(demotion(DatabaseProduct.MYSQL).isShownBy(FailureKind.READ_ONLY_SERVER, this.connection)).isFalse();
	}

	@Test
	void isNotShownInReadOnlyTransaction() {
		TransactionSynchronizationManager.setCurrentTransactionReadOnly(true);

		assertThat(demotion(DatabaseProduct.MYSQL).isShownBy(FailureKind.READ_ONLY_SERVER, this.connection)).isFalse();
	}

	@Test
	void isNotShownByPostgresThatDoesNotTellItsRole() throws Exception {
		given(this.connection.isWrapperFor(any())).willReturn(false);

		assertThat(demotion(DatabaseProduct.POSTGRESQL).isShownBy(FailureKind.READ_ONLY_TRANSACTION, this.connection))
			.isFalse();
	}

	@Test
	void isNotShownByDatabasesThatHaveNoPrimary() {
		assertThat(demotion(DatabaseProduct.SQLITE).isShownBy(FailureKind.READ_ONLY_SERVER, this.connection)).isFalse();
	}

	private Demotion demotion(DatabaseProduct product) {
		HikariPoolMXBean pool = mock();
		willAnswer((call) -> this.renewals.incrementAndGet()).given(pool).softEvictConnections();
		HikariDataSource dataSource = mock();
		given(dataSource.getHikariPoolMXBean()).willReturn(pool);
		return new Demotion("orders", dataSource, product, this.events, this.nanos::get);
	}

}
