package dev.mainstay.cache.check.server;

import java.io.Serializable;

/*
 * A version is (schedule * 1000 + life) * 1_000_000 + number. Each change of a row adds 1
 * to what it was, so that a gap shows a change that nobody knows of. Only one client may
 * insert a row of a known id, and delete it: it begins another life of the row, or goes
 * to the middle of the life, which is more than any change reaches.
 */

/**
 * What is at a place after some change. Versions of a place only rise.
 *
 * @param present whether there is a row at all
 * @param grp the group that it belongs to
 * @param version the number of the state
 * @param mark which write has made it
 */
record Row(boolean present, int grp, long version, long mark) implements Serializable {

	/**
	 * The version of no state in particular.
	 */
	static final long ANY = -1;

	private static final long LIFE = 1_000_000;

	private static final long LIVES = 1000;

	static Row absent(long version) {
		return new Row(false, 0, version, 0);
	}

	static long born(long schedule, long life) {
		return (schedule * LIVES + life) * LIFE;
	}

	static long dead(long schedule, long life) {
		return born(schedule, life) + LIFE / 2;
	}

	/**
	 * Return the version of the state that this one was made of.
	 * @return the version, or {@link #ANY} if it was not made of one
	 */
	long origin() {
		long number = this.version % LIFE;
		return (number == 0 || number == LIFE / 2) ? ANY : this.version - 1;
	}

}
