package dev.mainstay.cache.cluster;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Announcement}.
 */
class AnnouncementTests {

	private final AtomicLong time = new AtomicLong(7);

	private final SimulatedChannel channel = new SimulatedChannel();

	private final Instance first = Instance.opened(this.channel, this.time);

	private final Instance second = Instance.opened(this.channel, this.time);

	AnnouncementTests() {
		seconds(3);
	}

	@Test
	void nobodyServesWhatIsAnnouncedUntilItIsDone() {
		Announcement announcement = announce("recipe");
		assertThat(announcement.isPublished()).isTrue();
		assertThat(this.first.read("recipe").isCurrent()).isFalse();
		Instance.Read during = this.second.read("recipe");
		assertThat(during.isCurrent()).isFalse();
		assertThat(this.second.read("step").isCurrent()).isTrue();

		this.first.change("recipe");
		announcement.done();
		seconds(1);

		assertThat(during.isCurrent()).isFalse();
		assertThat(this.first.read("recipe").isCurrent()).isTrue();
		assertThat(this.second.read("recipe").isCurrent()).isTrue();
	}

	@Test
	void twoAnnouncementsOfTheSameAreTwo() {
		Announcement one = announce("recipe");
		Announcement another = announce("recipe", "step");

		one.done();
		one.done();
		seconds(1);
		assertThat(this.second.read("recipe").isCurrent()).isFalse();
		assertThat(this.first.read("recipe").isCurrent()).isFalse();

		another.done();
		seconds(1);
		assertThat(this.second.read("recipe").isCurrent()).isTrue();
		assertThat(this.first.read("recipe").isCurrent()).isTrue();
	}

	@Test
	void anythingCanBeAnnounced() {
		Announcement announcement = announce();
		Instance.Read read = this.second.read("recipe");
		assertThat(read.isCurrent()).isFalse();

		announcement.done();
		seconds(1);

		assertThat(read.isCurrent()).isFalse();
		assertThat(this.second.read("recipe").isCurrent()).isTrue();
	}

	@Test
	void whatBecameOfItIsNotKnownUntilItsLeaseIsOver() {
		Announcement announcement = announce("recipe");
		this.first.change("recipe");
		announcement.unknown();
		seconds(20);
		Instance.Read here = this.first.read("recipe");
		Instance.Read there = this.second.read("recipe");
		assertThat(here.isCurrent()).isFalse();
		assertThat(there.isCurrent()).isFalse();

		seconds(11);

		assertThat(here.isCurrent()).isFalse();
		assertThat(there.isCurrent()).isFalse();
		assertThat(this.first.read("recipe").isCurrent()).isTrue();
		assertThat(this.second.read("recipe").isCurrent()).isTrue();
	}

	@Test
	void aLeaseIsMovedOnWhileItTakesLong() {
		Announcement announcement = announce("recipe");

		seconds(100);
		assertThat(this.second.read("recipe").isCurrent()).isFalse();
		assertThat(this.second.read("step").isCurrent()).isTrue();

		announcement.done();
		seconds(1);
		assertThat(this.second.read("recipe").isCurrent()).isTrue();
	}

	@Test
	void theLeaseEndsWhenWhoAnnouncedItDies() {
		announce("recipe");
		this.first.port.disconnect();
		this.first.port.mute(true);

		seconds(29);
		Instance.Read during = this.second.read("recipe");
		seconds(3);

		assertThat(during.isCurrent()).isFalse();
		assertThat(this.second.read("recipe").isCurrent()).isTrue();
	}

	@Test
	void saysThatNobodyHeard() {
		this.first.port.mute(true);
		this.first.change("step");

		Announcement announcement = this.first.cluster.announce(Set.of("recipe"));

		assertThat(announcement.isPublished()).isFalse();
		assertThat(this.first.read("recipe").isCurrent()).isFalse();
		announcement.done();
		assertThat(this.first.read("recipe").isCurrent()).isTrue();
	}

	private Announcement announce(String... tags) {
		AtomicReference<Announcement> made = new AtomicReference<>();
		this.first.run(() -> made.set(this.first.cluster.announce(Set.of(tags))));
		this.channel.deliverAll();
		return Objects.requireNonNull(made.get());
	}

	private void seconds(int seconds) {
		for (int i = 0; i < seconds; i++) {
			this.time.addAndGet(Duration.ofSeconds(1).toNanos());
			this.first.cluster.turn();
			this.second.cluster.turn();
			this.channel.deliverAll();
		}
	}

}
