package dev.mainstay.cache.cluster;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Roster}.
 */
class RosterTests {

	private final Roster roster = new Roster(0);

	@Test
	void isKnownUntilTheOwnBeatBeforeTheOneItHadHeard() {
		this.roster.ownBeat(beat("me", 1, Message.NONE), 10, 0);
		hear(beat("other", 1, Message.NONE));
		this.roster.ownBeat(beat("me", 2, Message.NONE), 20, 10);
		assertThat(this.roster.known()).isEqualTo(10);

		hear(beat("other", 2, "me:1"));
		assertThat(this.roster.known()).isEqualTo(10);

		hear(beat("other", 3, "me:2"));
		assertThat(this.roster.known()).isEqualTo(20);
	}

	@Test
	void aBeatThatComesTwiceIsNotYoungerForThat() {
		this.roster.ownBeat(beat("me", 1, Message.NONE), 10, 0);
		hear(beat("third", 1, Message.NONE));
		hear(beat("other", 1, Message.NONE));
		this.roster.ownBeat(beat("me", 2, Message.NONE), 20, 10);

		hear(beat("third", 1, Message.NONE));
		hear(beat("third", 2, "me:2"));
		hear(beat("other", 2, "third:1"));

		assertThat(this.roster.known()).isEqualTo(10);
	}

	@Test
	void aBeatThatNobodyKnowsProvesNothing() {
		this.roster.ownBeat(beat("me", 1, Message.NONE), 10, 0);
		hear(beat("other", 1, Message.NONE));
		this.roster.ownBeat(beat("me", 2, Message.NONE), 20, 10);

		hear(beat("other", 2, "nobody:1"));

		assertThat(this.roster.known()).isEqualTo(10);
		assertThat(this.roster.forget(11)).isZero();
		assertThat(this.roster.forget(10)).isEqualTo(1);
	}

	private void hear(Message beat) {
		this.roster.arrived(beat);
		this.roster.beat(beat);
	}

	private static Message beat(String origin, long sequence, String heard) {
		return new Message(origin, sequence, MessageKind.BEAT, heard, List.of());
	}

}
