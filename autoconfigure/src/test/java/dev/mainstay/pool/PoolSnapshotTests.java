package dev.mainstay.pool;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PoolSnapshot}.
 */
class PoolSnapshotTests {

	@Test
	void countsOverflowBeyondBaseSize() {
		assertThat(new PoolSnapshot(23, 8, 15, 0, 20, 30).overflow()).isEqualTo(3);
		assertThat(new PoolSnapshot(12, 8, 4, 0, 20, 30).overflow()).isZero();
	}

	@Test
	void measuresUtilizationAgainstAllThatMayBeOpened() {
		assertThat(new PoolSnapshot(20, 8, 12, 0, 20, 30).utilizationPercent()).isEqualTo(16.0);
		assertThat(new PoolSnapshot(3, 1, 2, 0, 3, 0).utilizationPercent()).isEqualTo(33.3);
		assertThat(new PoolSnapshot(50, 50, 0, 9, 20, 30).utilizationPercent()).isEqualTo(100.0);
	}

	@Test
	void isSaturatedWhenAllThatMayBeOpenedAreLent() {
		assertThat(new PoolSnapshot(50, 50, 0, 0, 20, 30).isSaturated()).isTrue();
		assertThat(new PoolSnapshot(50, 49, 1, 0, 20, 30).isSaturated()).isFalse();
		assertThat(new PoolSnapshot(20, 20, 0, 0, 20, 30).isSaturated()).isFalse();
	}

	@Test
	void isSaturatedWhenCallersWaitWhileConnectionsChangeHands() {
		assertThat(new PoolSnapshot(50, 49, 0, 3, 20, 30).isSaturated()).isTrue();
	}

	@Test
	void isNotSaturatedWhileOverflowIsBeingOpened() {
		assertThat(new PoolSnapshot(20, 20, 0, 3, 20, 30).isSaturated()).isFalse();
	}

	@Test
	void isNotSaturatedBeforeItsSizeIsKnown() {
		PoolSnapshot snapshot = new PoolSnapshot(0, 0, 0, 0, 0, 0);

		assertThat(snapshot.isSaturated()).isFalse();
		assertThat(snapshot.utilizationPercent()).isZero();
	}

}
