package dev.mainstay.pool;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
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

		assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(() -> borrow(1500, () -> {
			throw tooMany;
		}))
			.withMessageMatching(".*timed out after 1[5-9]\\d\\dms.*total=0.*")
			.withCause(tooMany)
			.satisfies((error) -> assertThat(error.getSQLState()).isEqualTo("08004"))
			.satisfies((error) -> assertThat(error.getErrorCode()).isEqualTo(1040))
			.satisfies((error) -> assertThat((Throwable) error.getNextException()).isSameAs(tooMany));
		assertThat(this.asked).hasPositiveValue();
	}

	@Test
	void lendsWhatWasOpenedMeanwhile() throws SQLException {
		this.events.listen(new Listener(null));
		AtomicInteger attempts = new AtomicInteger();

		assertThat(borrow(30_000, () -> {
			if (attempts.incrementAndGet() < 4) {
				throw new SQLException("not yet", "08001");
			}
			return DriverManager.getConnection("jdbc:h2:mem:");
		})).isNotNull();
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
	void asksOnlyOnceWhereNobodyListens() {
		assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(() -> borrow(1500, () -> {
			throw new SQLException("refused", "08001");
		})).withMessageContaining("timed out after 15");
		assertThat(this.asked).hasValue(0);
	}

	private Connection borrow(long timeout, Callable<Connection> connections) throws SQLException {
		HikariConfig config = new HikariConfig();
		config.setDataSource(TestPools.dataSource(connections));
		config.setConnectionTimeout(timeout);
		config.setInitializationFailTimeout(-1);
		config.setMaximumPoolSize(1);
		HikariDataSource created = new HikariDataSource(config);
		this.dataSource = created;
		PoolSource source = new PoolSource(new TargetSource(created), created, this.events, () -> true,
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
