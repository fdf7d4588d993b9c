package dev.mainstay.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.ForwardingConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PhysicalConnection} and the {@link PhysicalDataSource} it tells.
 */
class PhysicalConnectionTests {

	private final ConnectionEvents events = new ConnectionEvents();

	// About to overflow, as nanoTime may be.
	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);

	@Test
	void countsCreatedAndClosedOnce() throws SQLException {
		Connection connection = dataSource(Duration.ofMinutes(30)).getConnection();
		connection.isValid(1);
		connection.close();
		connection.close();
		connection.abort(Runnable::run);

		assertCounts(1, 1, 0, 0);
	}

	@Test
	void countsRecycledFromThreeQuartersOfItsLifeOn() throws SQLException {
		PhysicalDataSource dataSource = dataSource(Duration.ofMinutes(40));
		Connection young = dataSource.getConnection();
		this.nanos.addAndGet(1);
		Connection younger = dataSource.getConnection();
		this.nanos.addAndGet(Duration.ofMinutes(30).toNanos() - 1);
		young.close();
		younger.close();

		assertCounts(2, 2, 0, 1);
	}

	@Test
	void recyclesNothingWithoutLimitOfLife() throws SQLException {
		Connection connection = dataSource(Duration.ZERO).getConnection();
		this.nanos.addAndGet(Duration.ofDays(30).toNanos());
		connection.close();

		assertCounts(1, 1, 0, 0);
	}

	@Test
	void countsStaleRatherThanRecycledWhenFoundDead() throws SQLException {
		PhysicalDataSource dataSource = new PhysicalDataSource(DatabaseProduct.H2, null,
				() -> TestPools.dataSource(() -> TestPools.connection(false)), List.of(), this.events, this.nanos::get,
				() -> Duration.ofMinutes(30));
		dataSource.connected().complete(new ServerVersion("Test", "1"));
		Connection connection = dataSource.getConnection();
		this.nanos.addAndGet(Duration.ofMinutes(30).toNanos());
		assertThat(connection.isValid(1)).isFalse();
		assertCounts(1, 0, 0, 0);
		connection.close();

		assertCounts(1, 1, 1, 0);
	}

	@Test
	void worksWithoutGuardsThatTheServerRefuses() throws SQLException {
		AtomicBoolean closed = new AtomicBoolean();
		PhysicalDataSource dataSource = new PhysicalDataSource(DatabaseProduct.H2, null, () -> h2(closed),
				List.of("NO STATEMENT"), this.events, this.nanos::get, () -> Duration.ZERO);

		try (Connection connection = dataSource.getConnection()) {
			assertThat(connection.isValid(1)).isTrue();
		}

		assertThat(dataSource.isGuarded()).isFalse();
		assertCounts(1, 1, 0, 0);
	}

	@Test
	void closesConnectionWhoseGuardsFailBecauseItIsLost() {
		AtomicBoolean closed = new AtomicBoolean();
		PhysicalDataSource dataSource = new PhysicalDataSource(DatabaseProduct.H2, null, () -> h2(closed),
				List.of("SHUTDOWN", "SELECT 1"), this.events, this.nanos::get, () -> Duration.ZERO);

		assertThatExceptionOfType(SQLException.class).isThrownBy(dataSource::getConnection);

		assertThat(this.events.count(ConnectionEvent.CONNECT_FAILED)).isOne();
		assertThat(dataSource.isGuarded()).isTrue();
		assertThat(closed).isTrue();
		assertCounts(0, 0, 0, 0);
	}

	private PhysicalDataSource dataSource(Duration maxLifetime) {
		return new PhysicalDataSource(DatabaseProduct.H2, null, () -> h2(new AtomicBoolean()), List.of(), this.events,
				this.nanos::get, () -> maxLifetime);
	}

	private static DataSource h2(AtomicBoolean closed) {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setUrl("jdbc:h2:mem:");
		return TestPools.dataSource(() -> new ForwardingConnection(dataSource.getConnection()) {

			@Override
			public void close() throws SQLException {
				closed.set(true);
				super.close();
			}

		});
	}

	private void assertCounts(int created, int closed, int stale, int recycled) {
		assertThat(this.events.count(ConnectionEvent.CREATED)).isEqualTo(created);
		assertThat(this.events.count(ConnectionEvent.CLOSED)).isEqualTo(closed);
		assertThat(this.events.count(ConnectionEvent.STALE)).isEqualTo(stale);
		assertThat(this.events.count(ConnectionEvent.RECYCLED)).isEqualTo(recycled);
	}

}
