package dev.mainstay.sql;

import org.jspecify.annotations.Nullable;

/**
 * The search for {@code select count(…) from} with nothing else between select and from.
 */
final class CountShape {

	private State state = State.NONE;

	private int depth;

	boolean isFound() {
		return this.state == State.FOUND;
	}

	void select(int atDepth) {
		this.state = State.SELECT;
		this.depth = atDepth;
	}

	void word(@Nullable Keyword keyword, int atDepth) {
		switch (this.state) {
			case SELECT -> move(keyword == Keyword.COUNT || keyword == Keyword.COUNT_BIG, State.COUNT);
			case CLOSED -> {
				if (!from(keyword)) {
					move(keyword == null || keyword == Keyword.OTHER || keyword == Keyword.AS,
							(keyword == Keyword.AS) ? State.AS : State.ALIAS);
				}
			}
			case AS -> this.state = State.ALIAS;
			case ALIAS -> move(keyword == Keyword.FROM, State.FOUND);
			case FOUND -> {
				if (atDepth <= this.depth && keyword != null && isOther(keyword)) {
					this.state = State.NONE;
				}
			}
			default -> other();
		}
	}

	void quotedName() {
		move(this.state == State.CLOSED || this.state == State.AS, State.ALIAS);
	}

	void open() {
		move(this.state == State.COUNT, State.ARGUMENTS);
	}

	void close(int atDepth) {
		if (this.state != State.ARGUMENTS || atDepth == this.depth) {
			move(this.state == State.ARGUMENTS, State.CLOSED);
		}
	}

	void other() {
		move(false, State.NONE);
	}

	private boolean from(@Nullable Keyword keyword) {
		if (keyword == Keyword.FROM) {
			this.state = State.FOUND;
		}
		return this.state == State.FOUND;
	}

	/*
	 * What stands between the parentheses of count, or after its from, is of no interest.
	 */
	private void move(boolean expected, State next) {
		if (expected) {
			this.state = next;
		}
		else if (this.state != State.ARGUMENTS && this.state != State.FOUND) {
			this.state = State.NONE;
		}
	}

	private static boolean isOther(Keyword keyword) {
		return switch (keyword) {
			case GROUP, UNION, EXCEPT, INTERSECT, MINUS -> true;
			default -> false;
		};
	}

	/**
	 * How much of the shape was seen.
	 */
	private enum State {

		NONE, SELECT, COUNT, ARGUMENTS, CLOSED, AS, ALIAS, FOUND

	}

}
