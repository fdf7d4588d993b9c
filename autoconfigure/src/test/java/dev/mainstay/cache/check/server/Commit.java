package dev.mainstay.cache.check.server;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * What becomes visible at once, if it does.
 *
 * @param instance who has sent it
 * @param effects what is at each place afterwards
 * @param origins the versions of what that was made of
 * @param sent when it was sent, before that
 * @param returned when it had returned, {@link #UNKNOWN} if nobody knows how it ended
 * @param mark the write whose effects are not all known, or 0 if they are
 */
record Commit(int instance, Map<Place, Row> effects, Map<Place, Long> origins, long sent, long returned,
		long mark) implements Serializable {

	static final long UNKNOWN = Long.MAX_VALUE;

	/**
	 * Return what is known of a statement that is committed by itself.
	 * @param instance who has sent it
	 * @param effects what is at each place afterwards
	 * @param sent when it was sent
	 * @param returned when it had returned
	 * @param mark the write whose effects are not all known, or 0 if they are
	 * @return the commit
	 */
	static Commit of(int instance, Map<Place, Row> effects, long sent, long returned, long mark) {
		Map<Place, Long> origins = new HashMap<>();
		effects.forEach((place, row) -> origins.put(place, row.origin()));
		return new Commit(instance, effects, origins, sent, returned, mark);
	}

	boolean isCertain() {
		return this.returned != UNKNOWN;
	}

	Commit withEffects(Map<Place, Row> all) {
		return of(this.instance, all, this.sent, this.returned, 0);
	}

	Commit settled(long time) {
		return new Commit(this.instance, this.effects, this.origins, this.sent, time, this.mark);
	}

}
