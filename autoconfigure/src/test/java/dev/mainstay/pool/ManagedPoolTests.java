package dev.mainstay.pool;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ManagedPool}.
 */
class ManagedPoolTests {

	private final ManagedPool pool = TestPools.pool("orders", "jdbc:postgresql://localhost/orders", 4);

	@Test
	void keepsAsManyOpenAsItDidWhenItGrows() {
		this.pool.resize(9);

		assertThat(this.pool.maximumSize()).isEqualTo(9);
		assertThat(hikari().getMinimumIdle()).isEqualTo(4);
	}

	@Test
	void closesConnectionsThatRestWhenItShrinks() {
		this.pool.resize(3);

		// HikariCP closes none where these are the same.
		assertThat(hikari().getMaximumPoolSize()).isEqualTo(3);
		assertThat(hikari().getMinimumIdle()).isEqualTo(2);
	}

	@Test
	void keepsOneOpenAtLeast() {
		this.pool.resize(1);

		assertThat(hikari().getMaximumPoolSize()).isOne();
		assertThat(hikari().getMinimumIdle()).isOne();
	}

	@Test
	void keepsAsManyOpenAsBeforeWhenItIsAsLargeAgain() {
		this.pool.resize(2);
		this.pool.resize(4);

		assertThat(hikari().getMaximumPoolSize()).isEqualTo(4);
		assertThat(hikari().getMinimumIdle()).isEqualTo(4);
	}

	private HikariDataSource hikari() {
		return this.pool.dataSource();
	}

}
