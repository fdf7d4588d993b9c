package dev.mainstay.cache.cluster;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/*
 * What an instance can know of another one, without a clock that they share: the channel
 * has one order. The other's beat names the last beat, of anybody, that it had heard when
 * it took what it had to tell. This instance knows which of its own beats came before
 * that one, and when it sent it: so much later at least the other one wrote. All that the
 * other had changed until then is in its messages up to the beat; their numbers say
 * whether one is missing. A message that was stuck on its way proves no more than it
 * should.
 *
 * An instance that does not hear (it names no beat) is believed as far as its messages
 * go.
 */

/**
 * The other instances, and until when each is known. Not thread-safe.
 */
final class Roster {

	private static final int MOST_MEMBERS = 1000;

	private static final int MOST_BEATS = 10_000;

	private static final int MOST_DEPARTED = 1000;

	private final Map<String, Member> members = new HashMap<>();

	private final Map<String, Boolean> departed = bounded(MOST_DEPARTED);

	// When this instance had sent its last beat that came before each beat.
	private final Map<String, Long> beats = bounded(MOST_BEATS);

	private long known;

	Roster(long now) {
		this.known = now;
	}

	/**
	 * Note that a message of another instance came.
	 * @param message the message
	 * @return how it goes on from those before
	 */
	Arrival arrived(Message message) {
		if (this.departed.containsKey(message.origin())) {
			return Arrival.IN_ORDER;
		}
		Member member = this.members.get(message.origin());
		if (member == null) {
			if (this.members.size() >= MOST_MEMBERS) {
				return Arrival.AFTER_GAP;
			}
			this.members.put(message.origin(), new Member(message.sequence(), this.known));
			return (message.sequence() == 1) ? Arrival.IN_ORDER : Arrival.FROM_STRANGER;
		}
		// What came already, or late, leaves no gap.
		boolean gap = message.sequence() > member.sequence + 1;
		member.sequence = Math.max(member.sequence, message.sequence());
		return gap ? Arrival.AFTER_GAP : Arrival.IN_ORDER;
	}

	void beat(Message beat) {
		// Not again for one that comes twice: it is not younger for that.
		this.beats.putIfAbsent(beat.id(), this.known);
		Member member = this.members.get(beat.origin());
		if (member == null) {
			return;
		}
		Long composed = beat.argument().equals(Message.NONE) ? Long.valueOf(this.known)
				: this.beats.get(beat.argument());
		if (composed != null) {
			member.silence = 0;
			if (composed - member.known > 0) {
				member.known = composed;
			}
		}
	}

	/**
	 * Note that a beat of this instance came back.
	 * @param beat the beat
	 * @param sent when it was sent, in nanoseconds
	 * @param listened how long it was listened since the last one, in nanoseconds
	 */
	void ownBeat(Message beat, long sent, long listened) {
		if (sent - this.known > 0) {
			this.known = sent;
		}
		this.beats.putIfAbsent(beat.id(), this.known);
		this.members.values().forEach((member) -> member.silence += listened);
	}

	void bye(String origin) {
		this.members.remove(origin);
		this.departed.put(origin, Boolean.TRUE);
	}

	/**
	 * Forget who was silent for too long.
	 * @param nanos for how long
	 * @return how many were forgotten
	 */
	int forget(long nanos) {
		int forgotten = 0;
		Iterator<Member> all = this.members.values().iterator();
		while (all.hasNext()) {
			if (all.next().silence >= nanos) {
				all.remove();
				forgotten++;
			}
		}
		return forgotten;
	}

	/**
	 * Return until when the changes of all are known.
	 * @return the time, in nanoseconds
	 */
	long known() {
		long oldest = this.known;
		for (Member member : this.members.values()) {
			if (member.known - oldest < 0) {
				oldest = member.known;
			}
		}
		return oldest;
	}

	Set<String> origins() {
		return Set.copyOf(this.members.keySet());
	}

	int size() {
		return this.members.size();
	}

	private static <V> Map<String, V> bounded(int most) {
		return new LinkedHashMap<>() {

			private static final long serialVersionUID = 1L;

			@Override
			protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
				return size() > most;
			}

		};
	}

	/**
	 * How a message goes on from those before.
	 */
	enum Arrival {

		/**
		 * None is missing.
		 */
		IN_ORDER,

		/**
		 * At least one is missing.
		 */
		AFTER_GAP,

		/**
		 * The first one of an instance that has sent others before.
		 */
		FROM_STRANGER

	}

	/**
	 * Another instance.
	 */
	private static final class Member {

		private long sequence;

		private long known;

		private long silence;

		Member(long sequence, long known) {
			this.sequence = sequence;
			this.known = known;
		}

	}

}
