package dev.mainstay.transaction.statistics;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.mainstay.failure.FailureKind;
import dev.mainstay.transaction.GiveUpReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecoveryStatistics}.
 */
class RecoveryStatisticsTests {

	private final RecoveryStatistics statistics = new RecoveryStatistics();

	@Test
	void isFullSuccessWhereNothingHappened() {
		assertThat(this.statistics.snapshot().successRate()).isEqualTo(1.0);
	}

	@Test
	void countsWhatCouldBeRecoveredAndWasNot() {
		this.statistics.retrying("pay", FailureKind.DEADLOCK, 1, Duration.ZERO);
		this.statistics.recovered("pay", FailureKind.DEADLOCK, 2, Duration.ZERO);
		this.statistics.retrying("pay", FailureKind.DEADLOCK, 1, Duration.ZERO);
		this.statistics.gaveUp("pay", FailureKind.DEADLOCK, 2, GiveUpReason.ATTEMPTS_EXHAUSTED);
		this.statistics.gaveUp("pay", FailureKind.CONNECTION_LOST, 1, GiveUpReason.BUDGET_EXHAUSTED);
		RecoverySnapshot snapshot = this.statistics.snapshot();
		assertThat(snapshot.successRate()).isEqualTo(1 / 3.0);
		assertThat(snapshot.retries().get(FailureKind.DEADLOCK)).isEqualTo(2);
		assertThat(snapshot.givenUp().get(GiveUpReason.BUDGET_EXHAUSTED)).isEqualTo(1);
		assertThat(snapshot.units()).containsEntry("pay", new RecoverySnapshot.Unit(2, 1, 2));
	}

	@Test
	void doesNotCountWhatNoAttemptCouldSave() {
		this.statistics.gaveUp("pay", FailureKind.CONSTRAINT, 1, GiveUpReason.NOT_RETRYABLE);
		this.statistics.gaveUp("pay", FailureKind.DEADLOCK, 1, GiveUpReason.OUTER_TRANSACTION);
		this.statistics.gaveUp("pay", FailureKind.BAD_STATEMENT, 2, GiveUpReason.NOT_RETRYABLE);
		assertThat(this.statistics.snapshot().successRate()).isEqualTo(1.0);
	}

	@Test
	void keepsABoundedNumberOfOperations() {
		for (int i = 0; i < RecoveryStatistics.MOST_OPERATIONS + 7; i++) {
			this.statistics.retrying("operation " + i, FailureKind.DEADLOCK, 1, Duration.ZERO);
		}
		RecoverySnapshot snapshot = this.statistics.snapshot();
		assertThat(snapshot.units()).hasSize(RecoveryStatistics.MOST_OPERATIONS + 1);
		assertThat(snapshot.units()).containsEntry("other", new RecoverySnapshot.Unit(7, 0, 0));
	}

}
