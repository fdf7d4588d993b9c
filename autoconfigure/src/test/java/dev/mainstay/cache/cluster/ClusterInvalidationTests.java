package dev.mainstay.cache.cluster;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterInvalidation} on a channel that misbehaves.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClusterInvalidationTests {

	private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1000);

	private final SimulatedChannel channel = new SimulatedChannel();

	private final Instance first = Instance.opened(this.channel, this.time);

	private final Instance second = Instance.opened(this.channel, this.time);

	ClusterInvalidationTests() {
		settle();
	}

	@Test
	void nothingIsCurrentBeforeAnOwnBeatCameBack() {
		Instance third = new Instance(this.channel, this.time);
		assertThat(third.read("recipe").isCurrent()).isFalse();

		third.cluster.open();
		third.cluster.turn();
		assertThat(third.read("recipe").isCurrent()).isFalse();

		third.port.deliver();
		assertThat(third.read("recipe").isCurrent()).isTrue();
	}

	@Test
	void tellsTheOthersAndLeavesTheRestAlone() {
		Instance.Read recipe = this.second.read("recipe", "step");
		Instance.Read step = this.second.read("step");
		Instance.Read own = this.first.read("step");

		this.first.change("recipe");
		this.channel.deliverAll();

		assertThat(recipe.isCurrent()).isFalse();
		assertThat(step.isCurrent()).isTrue();
		assertThat(own.isCurrent()).isTrue();
		assertThat(this.first.cluster.statistics().failed()).isZero();
	}

	/*
	 * Instances that share answers: one from before the change may be found there until
	 * it is told.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatWasFoundWhileAChangeWasBeingToldIsNotCurrentAfterwards(boolean mute) throws InterruptedException {
		this.first.port.noting(true);
		this.first.port.mute(mute);
		long before = this.first.versions.raised();
		Thread change = new Thread(() -> this.first.versions.changed(Set.of("recipe")));
		change.start();
		Awaitility.await().until(() -> this.first.versions.raised() > before);
		Instance.Read found = this.first.read("recipe");
		Instance.Read other = this.first.read("step");

		while (change.isAlive()) {
			this.first.cluster.turn();
			change.join(1);
		}

		assertThat(found.isCurrent()).isFalse();
		assertThat(other.isCurrent()).isTrue();
		assertThat(this.first.versions.raised()).isEqualTo(before + 1);
		assertThat(this.first.cluster.hasToldEverything()).isEqualTo(!mute);
	}

	@Test
	void anyCharacterMayBeInATag() {
		String tag = "a b,c%2C|'\"\n€ -";
		Instance.Read read = this.second.read(tag);
		Instance.Read empty = this.second.read("");

		this.first.change(tag);
		this.channel.deliverAll();

		assertThat(read.isCurrent()).isFalse();
		assertThat(empty.isCurrent()).isTrue();
		assertThat(this.second.cluster.statistics().gaps()).isZero();
	}

	@Test
	void tellsThatAnythingMayHaveChanged() {
		Instance.Read read = this.second.read("recipe");

		this.first.run(this.first.versions::changedAll);
		this.channel.deliverAll();

		assertThat(read.isCurrent()).isFalse();
	}

	@Test
	void saysAnythingWhereTheNamesAreTooLong() {
		Instance.Read read = this.second.read("other");
		this.first.port.maxLength(100);

		this.first.change("x".repeat(200));
		this.channel.deliverAll();

		assertThat(read.isCurrent()).isFalse();
	}

	@Test
	void servesNothingAfterAPauseUntilItHasHeardWhatWasWaiting() {
		Instance.Read changed = this.second.read("recipe");
		Instance.Read other = this.second.read("step");
		this.first.change("recipe");

		advance(Duration.ofSeconds(30));
		assertThat(changed.isCurrent()).isFalse();
		assertThat(other.isCurrent()).isFalse();

		this.first.cluster.turn();
		this.second.cluster.turn();
		this.channel.deliverAll();
		beat();
		assertThat(changed.isCurrent()).isFalse();
		assertThat(other.isCurrent()).isTrue();
		assertThat(this.second.cluster.statistics().leasesLost()).isPositive();
	}

	@Test
	void readsEverythingAgainWhenAMessageWasLost() {
		Instance.Read read = this.second.read("recipe");
		this.first.change("recipe");
		this.second.port.drop();

		beat();

		assertThat(read.isCurrent()).isFalse();
		assertThat(this.second.cluster.statistics().gaps()).isEqualTo(1);
		assertThat(this.second.read("recipe").isCurrent()).isTrue();
	}

	@Test
	void messagesThatComeTwiceDoNoHarm() {
		Instance.Read other = this.second.read("step");
		this.first.change("recipe");
		this.second.port.doubleNext();
		this.second.port.doubleLater();
		this.channel.deliverAll();
		Instance.Read recipe = this.second.read("recipe");

		beat();

		assertThat(other.isCurrent()).isTrue();
		assertThat(recipe.isCurrent()).isTrue();
	}

	@Test
	void messagesInAnotherOrderDoNoHarm() {
		Instance.Read read = this.second.read("recipe");
		this.first.change("step");
		this.first.change("recipe");
		this.second.port.swap();
		this.channel.deliverAll();

		assertThat(read.isCurrent()).isFalse();
		assertThat(this.second.read("recipe").isCurrent()).isTrue();
	}

	@Test
	void readsEverythingAgainWhenItDoesNotUnderstand() {
		for (String text : new String[] { "", "m2 a 1 C - recipe", "m1 a 1 X - -", "m1 a x C - recipe",
				"m1 a 1 C - %zz", "m1 a 1 C", "\u0000" }) {
			Instance.Read read = this.second.read("recipe");
			this.second.port.inject(text);
			assertThat(read.isCurrent()).as(text).isFalse();
		}
	}

	@Test
	void othersServeNothingWhileAnInstanceCannotTellThem(CapturedOutput output) {
		Instance.Read read = this.second.read("recipe");
		this.first.port.mute(true);
		this.first.change("recipe");
		assertThat(read.isCurrent()).isTrue();

		beat();
		beat();
		beat();
		assertThat(read.isCurrent()).isFalse();
		assertThat(this.second.read("recipe").isCurrent()).isFalse();
		assertThat(this.first.cluster.statistics().failed()).isEqualTo(1);
		assertThat(this.first.cluster.statistics().owed()).isEqualTo(1);
		assertThat(output).containsOnlyOnce("cannot be told of changes through a simulated channel");

		this.first.port.mute(false);
		beat();
		beat();
		assertThat(read.isCurrent()).isFalse();
		assertThat(this.second.read("recipe").isCurrent()).isTrue();
		assertThat(this.first.cluster.statistics().owed()).isZero();
		assertThat(output).contains("are told of changes through a simulated channel again");
	}

	@Test
	void nobodyWaitsWhileNobodyCanBeTold() {
		this.first.port.mute(true);
		this.first.change("recipe");

		// Nobody tells anything meanwhile, so this would not return.
		this.first.versions.changed(Set.of("step"));

		assertThat(this.first.cluster.statistics().owed()).isEqualTo(2);
	}

	@Test
	void owesAnythingRatherThanTooMuch() {
		Instance.Read read = this.second.read("other");
		this.first.port.mute(true);
		this.first.change("recipe");
		this.first.versions.changed(IntStream.range(0, 1001).mapToObj((i) -> "t" + i).collect(Collectors.toSet()));
		assertThat(this.first.cluster.statistics().owed()).isEqualTo(Integer.MAX_VALUE);

		this.first.port.mute(false);
		beat();

		assertThat(this.first.port.published.get(this.first.port.published.size() - 2)).contains(" A ");
		assertThat(read.isCurrent()).isFalse();
	}

	@Test
	void whatWasChangedBeforeItWasConnectedIsToldFirst() {
		Instance third = new Instance(this.channel, this.time);
		Instance.Read read = this.second.read("recipe");
		third.versions.changed(Set.of("recipe"));

		third.cluster.open();
		third.cluster.turn();
		this.channel.deliverAll();

		assertThat(read.isCurrent()).isFalse();
	}

	@Test
	void aMessageThatWasStuckDoesNotProveThatItsOriginIsKnown() {
		Instance.Read read = this.second.read("recipe");
		this.first.port.late(true);
		advance(Duration.ofSeconds(1));
		this.first.cluster.turn();
		for (int i = 0; i < 9; i++) {
			advance(Duration.ofSeconds(1));
			this.second.cluster.turn();
			this.channel.deliverAll();
		}
		this.first.change("recipe");
		advance(Duration.ofSeconds(10));
		this.second.cluster.turn();
		this.first.port.releaseStuck();
		this.channel.deliverAll();

		assertThat(read.isCurrent()).isFalse();
	}

	@Test
	void whoDiedIsForgottenAndWhatItChangedLastIsReadAgain(CapturedOutput output) {
		Instance.Read read = this.second.read("recipe");
		this.first.port.disconnect();
		this.first.port.mute(true);

		int beats = 0;
		while (!this.second.read("recipe").isCurrent() || beats < 4) {
			advance(Duration.ofSeconds(1));
			this.second.cluster.turn();
			this.channel.deliverAll();
			beats++;
			if (beats >= 3 && beats < 29) {
				assertThat(this.second.read("recipe").isCurrent()).isFalse();
			}
		}

		assertThat(beats).isBetween(29, 31);
		assertThat(read.isCurrent()).isFalse();
		assertThat(this.second.cluster.statistics().forgotten()).isEqualTo(1);
		assertThat(this.second.cluster.statistics().members()).isZero();
		assertThat(output).contains("1 other instances fell silent");
	}

	@Test
	void nobodyMissesWhoSaidGoodbye() {
		Instance.Read read = this.second.read("recipe");
		this.first.cluster.bye();
		this.channel.deliverAll();

		for (int i = 0; i < 5; i++) {
			advance(Duration.ofSeconds(1));
			this.second.cluster.turn();
			this.channel.deliverAll();
		}

		assertThat(read.isCurrent()).isTrue();
		assertThat(this.second.cluster.statistics().members()).isZero();
	}

	@Test
	void whoCannotHearDoesNotKeepTheOthersFromServing() {
		Instance.Read read = this.second.read("recipe");
		this.first.port.disconnect();
		assertThat(this.first.read("recipe").isCurrent()).isFalse();

		for (int i = 0; i < 40; i++) {
			beat();
			assertThat(read.isCurrent()).isTrue();
		}
		this.first.change("recipe");
		this.channel.deliverAll();

		assertThat(read.isCurrent()).isFalse();
	}

	@Test
	void readsEverythingAgainAfterItWasDisconnected() {
		Instance.Read read = this.second.read("recipe");
		this.second.port.disconnect();
		this.first.change("recipe");
		assertThat(read.isCurrent()).isFalse();

		this.second.port.connect();
		assertThat(this.second.read("recipe").isCurrent()).isFalse();
		this.second.cluster.turn();
		this.channel.deliverAll();
		this.first.cluster.turn();
		this.channel.deliverAll();

		assertThat(read.isCurrent()).isFalse();
		assertThat(this.second.read("recipe").isCurrent()).isTrue();
		assertThat(this.second.cluster.statistics().reconnects()).isEqualTo(1);
	}

	@Test
	void saysThatItHearsNothing(CapturedOutput output) {
		this.second.port.disconnect();
		for (int i = 0; i < 30; i++) {
			beat();
		}

		assertThat(output).containsOnlyOnce("does not come back. Simulate better.");
	}

	@Test
	void theBoundIsThreeBeats() {
		assertThat(this.first.cluster.stalenessBound()).isEqualTo(Duration.ofSeconds(3));
	}

	private void settle() {
		for (int i = 0; i < 3; i++) {
			beat();
		}
	}

	private void beat() {
		advance(Duration.ofSeconds(1));
		this.first.cluster.turn();
		this.second.cluster.turn();
		this.channel.deliverAll();
	}

	private void advance(Duration duration) {
		this.time.addAndGet(duration.toNanos());
	}

}
