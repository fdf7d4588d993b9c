package dev.mainstay.cache.cluster;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Outbox}.
 */
class OutboxTests {

	private final Outbox outbox = new Outbox(new ClusterCounters(), Duration.ofSeconds(20).toNanos());

	@Test
	void owesWhatNobodyWaitsForUntilItIsTold() {
		assertThat(this.outbox.owes()).isFalse();
		this.outbox.changed(Set.of("dish"));
		assertThat(this.outbox.owes()).isTrue();

		Batch batch = this.outbox.take();
		assertThat(this.outbox.owes()).isTrue();
		this.outbox.failed(batch);
		assertThat(this.outbox.owes()).isTrue();

		Batch again = this.outbox.take();
		// Comes while that is being told, and nobody waits for it either.
		this.outbox.changedAll();
		this.outbox.told(again);
		assertThat(this.outbox.owes()).isTrue();
		this.outbox.told(this.outbox.take());
		assertThat(this.outbox.owes()).isFalse();
	}

	@Test
	void owesNothingThatSomebodyWaitsFor() {
		this.outbox.told(this.outbox.take());
		CompletableFuture<Void> change = CompletableFuture.runAsync(() -> this.outbox.changed(Set.of("dish")));
		Awaitility.await().until(() -> this.outbox.owed() == 1);
		assertThat(this.outbox.owes()).isFalse();

		Batch batch = this.outbox.take();
		assertThat(this.outbox.owes()).isFalse();
		this.outbox.failed(batch);
		change.join();
		assertThat(this.outbox.owes()).isTrue();
	}

	@Test
	void owesWhatItsWaiterHasGivenUp() {
		Outbox hasty = new Outbox(new ClusterCounters(), 1);
		hasty.told(hasty.take());

		hasty.changed(Set.of("dish"));

		assertThat(hasty.owes()).isTrue();
		hasty.told(hasty.take());
		assertThat(hasty.owes()).isFalse();
	}

}
