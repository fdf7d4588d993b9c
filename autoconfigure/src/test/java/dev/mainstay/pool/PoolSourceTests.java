package dev.mainstay.pool;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.mainstay.datasource.TargetSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PoolSource}.
 */
class PoolSourceTests {

	private final AtomicInteger asked = new AtomicInteger();

	private final AtomicInteger timeouts = new AtomicInteger();

	private boolean queuedInFront = true;

	private boolean suspendable;

	private final ConnectionEvents events = new ConnectionEvents();

	private @Nullable HikariDataSource dataSource;

	@AfterEach
	void close() {
		if (this.dataSource != null) {
			this.dataSource.close();
		}
	}

	@Test
	void saysAtTheEndWhatThePoolSaidAndHowLongItTook() {
		this.events.listen(new Listener(null));
		SQLException tooMany = new SQLException("Too many connections", "08004", 1040);

		assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(() -> borrow(3000, () -> {
			throw tooMany;
		}))
			.withMessageMatching(".*timed out after ([3-9]|\\d\\d)\\d{3}ms.*total=0.*")
			.withCause(tooMany)
			.satisfies((error) -> assertThat(error.getSQLState()).isEqualTo("08004"))
			.satisfies((error) -> assertThat(error.getErrorCode()).isEqualTo(1040))
			.satisfies((error) -> assertThat((Throwable) error.getNextException()).isSameAs(tooMany));
		assertThat(this.asked).hasPositiveValue();
	}

	@Test
	void lendsWhatWasOpenedInALaterTurn() throws SQLException {
		this.events.listen(new Listener(null));

		assertThat(borrow(30_000, () -> {
			if (this.asked.get() == 0) {
				throw new SQLException("not yet", "08001");
			}
			return DriverManager.getConnection("jdbc:h2:mem:");
		})).isNotNull();
		assertThat(this.asked).hasPositiveValue();
	}

	@Test
	void refusesAsWhoeverListensWantsIt() {
		SQLException refusal = new SQLException("away");
		this.events.listen(new Listener(refusal));

		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> borrow(30_000, () -> {
			throw new SQLException("refused", "08001");
		})).isSameAs(refusal);
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void takesNoTurnsWhereNobodyListens() {
		assertTimesOutOnce(3000);
	}

	@Test
	void takesNoTurnsWhereCallersDoNotQueueInFront() {
		this.events.listen(new Listener(null));
		this.queuedInFront = false;

		assertTimesOutOnce(3000);
	}

	@Test
	void takesNoTurnsInAPoolThatMayBeSuspended() {
		this.events.listen(new Listener(null));
		this.suspendable = true;

		assertTimesOutOnce(3000);
	}

	@Test
	void takesNoTurnsInTheTimeOfOne() {
		this.events.listen(new Listener(null));

		assertTimesOutOnce(PoolSource.TURN_MILLIS);
	}

	private void assertTimesOutOnce(long timeout) {
		assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(() -> borrow(timeout, () -> {
			throw new SQLException("refused", "08001");
		}));
		assertThat(this.timeouts).hasValue(1);
		assertThat(this.asked).hasValue(0);
	}

	private Connection borrow(long timeout, Callable<Connection> connections) throws SQLException {
		HikariConfig config = new HikariConfig();
		config.setDataSource(TestPools.dataSource(connections));
		config.setConnectionTimeout(timeout);
		config.setInitializationFailTimeout(-1);
		config.setMaximumPoolSize(1);
		config.setAllowPoolSuspension(this.suspendable);
		config.setMetricsTrackerFactory((name, statistics) -> new IMetricsTracker() {

			@Override
			public void recordConnectionTimeout() {
				PoolSourceTests.this.timeouts.incrementAndGet();
			}

		});
		HikariDataSource created = new HikariDataSource(config);
		this.dataSource = created;
		PoolSource source = new PoolSource(new TargetSource(created), created, this.events, () -> this.queuedInFront,
				System::nanoTime);
		return source.borrow(System.nanoTime());
	}

	/**
	 * Counts who asks again, and may refuse them.
	 */
	private final class Listener implements ConnectionListener {

		private final @Nullable SQLException refusal;

		private Listener(@Nullable SQLException refusal) {
			this.refusal = refusal;
		}

		@Override
		public void opened() {
		}

		@Override
		public void failed(Throwable error) {
		}

		@Override
		public void answered() {
		}

		@Override
		public void lost() {
		}

		@Override
		public void askingAgain() throws SQLException {
			PoolSourceTests.this.asked.incrementAndGet();
			if (this.refusal != null) {
				throw this.refusal;
			}
		}

	}

}
