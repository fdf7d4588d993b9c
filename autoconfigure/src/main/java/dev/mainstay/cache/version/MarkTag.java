package dev.mainstay.cache.version;

import java.util.concurrent.atomic.AtomicLongArray;

/*
 * There are many marks, and most are made by changes that nobody has asked for. So their
 * state is a number in an array that all share: the version in the lower bits, how many
 * holds there are in the upper ones. What shares a place by chance changes together.
 */

/**
 * A tag for less than a table: a view of a place in an array.
 */
final class MarkTag extends Tag {

	private static final int VERSION_BITS = 48;

	private static final long VERSION = (1L << VERSION_BITS) - 1;

	private static final long ONE_HOLD = 1L << VERSION_BITS;

	private final AtomicLongArray states;

	private final int index;

	MarkTag(AtomicLongArray states, int index) {
		this.states = states;
		this.index = index;
	}

	@Override
	public String name() {
		return TagNames.mark(this.index);
	}

	@Override
	public boolean isShared() {
		return false;
	}

	@Override
	public boolean isMark() {
		return true;
	}

	@Override
	long version() {
		long state = this.states.get(this.index);
		return (state > VERSION) ? Long.MAX_VALUE : state;
	}

	@Override
	void raise(long to) {
		this.states.accumulateAndGet(this.index, to,
				(state, version) -> (state & ~VERSION) | Math.max(state & VERSION, version));
	}

	@Override
	void hold() {
		this.states.addAndGet(this.index, ONE_HOLD);
	}

	@Override
	void release() {
		this.states.addAndGet(this.index, -ONE_HOLD);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof MarkTag tag && tag.index == this.index && tag.states == this.states;
	}

	@Override
	public int hashCode() {
		return this.index;
	}

}
