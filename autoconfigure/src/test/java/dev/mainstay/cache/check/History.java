package dev.mainstay.cache.check;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

import org.jspecify.annotations.Nullable;

/**
 * What was written and read, and whether that is possible without a cache. Thread-safe.
 */
final class History {

	static final int PLACES = Question.TABLES * Question.ROWS;

	private final AtomicLong marks;

	private final long firstMark;

	private final Map<Long, State> states = new ConcurrentHashMap<>();

	// The highest version of a row whose commit has returned, before any read began.
	private final AtomicLongArray floor = new AtomicLongArray(PLACES);

	// How many writes of a row there may have been.
	private final AtomicLongArray sent = new AtomicLongArray(PLACES);

	private final long[] first;

	private final AtomicLong reads = new AtomicLong();

	History(AtomicLong marks, long[] versions) {
		this.marks = marks;
		this.firstMark = marks.get();
		this.first = versions.clone();
		for (int i = 0; i < PLACES; i++) {
			this.floor.set(i, versions[i]);
		}
	}

	long reads() {
		return this.reads.get();
	}

	long mark(int place) {
		long mark = this.marks.incrementAndGet();
		this.states.put(mark, State.WRITTEN);
		this.sent.incrementAndGet(place);
		return mark;
	}

	void committing(long mark) {
		this.states.put(mark, State.SENT);
	}

	void rolledBack(long mark) {
		this.states.put(mark, State.ROLLED_BACK);
	}

	void returned(int place, long version) {
		this.floor.accumulateAndGet(place, version, Math::max);
	}

	long floor(int place) {
		return this.floor.get(place);
	}

	long[] floors() {
		long[] floors = new long[PLACES];
		for (int i = 0; i < PLACES; i++) {
			floors[i] = this.floor.get(i);
		}
		return floors;
	}

	private static long sum(long[] versions, int table) {
		return Arrays.stream(versions, table * Question.ROWS, (table + 1) * Question.ROWS).sum();
	}

	/**
	 * Check what somebody has read.
	 * @param question what he asked
	 * @param rows what he got
	 * @param floors what had to be visible when he began
	 * @param memory what he has seen before
	 * @param unit his open transaction
	 */
	void check(Question question, long[] rows, long[] floors, Memory memory, @Nullable Unit unit) {
		this.reads.incrementAndGet();
		boolean snapshot = unit != null && unit.isSnapshot();
		long[] least = floors.clone();
		if (snapshot) {
			least = unit.floors().clone();
		}
		else {
			for (int i = 0; i < PLACES; i++) {
				least[i] = Math.max(least[i], memory.seen[i]);
			}
		}
		switch (question.kind()) {
			case SUM -> checkSum(question, rows, least, memory, unit);
			case ODD -> checkOdd(question, rows, least, memory, unit);
			case ROW -> {
				verify(rows.length == Question.WIDTH, question, rows, "one row is missing");
				checkRows(question, rows, least, memory, unit);
			}
			case ALL -> {
				verify(rows.length == PLACES * Question.WIDTH, question, rows, "rows are missing");
				checkRows(question, rows, least, memory, unit);
				long balance = 0;
				for (int i = 4; i < rows.length; i += Question.WIDTH) {
					balance += rows[i];
				}
				verify(balance == 0, question, rows, "parts of a transaction");
			}
		}
	}

	private void checkOdd(Question question, long[] rows, long[] least, Memory memory, @Nullable Unit unit) {
		if (rows.length > 0) {
			verify(rows[2] % 2 == 1, question, rows, "an even version");
			checkRows(question, rows, least, memory, unit);
			return;
		}
		int place = Question.place(question.table(), question.row());
		Long own = (unit != null) ? unit.own(place) : null;
		if (own != null) {
			verify(own % 2 == 0, question, rows, "nothing, although this transaction has written " + own);
		}
		else {
			// An even version has to be possible.
			verify(least[place] % 2 == 0 || this.first[place] + this.sent.get(place) > least[place], question, rows,
					"nothing, although the version is " + least[place]);
		}
	}

	private void checkSum(Question question, long[] rows, long[] least, Memory memory, @Nullable Unit unit) {
		verify(rows.length == Question.WIDTH, question, rows, "no sum");
		if (unit != null && unit.hasWritten()) {
			return;
		}
		verify(rows[2] >= sum(least, question.table()), question, rows,
				"less than what was there: " + Arrays.toString(least));
		if (unit == null || !unit.isSnapshot()) {
			verify(rows[2] >= memory.sums[question.table()], question, rows,
					"less than it was before: " + memory.sums[question.table()]);
			memory.sums[question.table()] = rows[2];
		}
	}

	private void checkRows(Question question, long[] rows, long[] least, Memory memory, @Nullable Unit unit) {
		for (int i = 0; i < rows.length; i += Question.WIDTH) {
			int place = Question.place(rows[i], rows[i + 1]);
			long version = rows[i + 2];
			long mark = rows[i + 3];
			Long own = (unit != null) ? unit.own(place) : null;
			if (own != null) {
				verify(version == own, question, rows, "not what this transaction has written: " + own);
				continue;
			}
			verify(version >= least[place], question, rows, "older than what was there: " + Arrays.toString(least));
			State state = (mark <= this.firstMark) ? State.SENT : this.states.get(mark);
			verify(state == State.SENT, question, rows, "never committed: " + state);
			if (unit != null && unit.isSnapshot()) {
				Long before = unit.seen(place, version);
				verify(before == null || before == version, question, rows, "not of the snapshot: " + before);
			}
			else {
				memory.seen[place] = Math.max(memory.seen[place], version);
			}
		}
	}

	private static void verify(boolean right, Question question, long[] rows, String what) {
		if (!right) {
			throw new Violation("%s gave %s: %s".formatted(question, Arrays.toString(rows), what));
		}
	}

	/**
	 * What one thread has seen.
	 */
	static final class Memory {

		private final long[] seen = new long[PLACES];

		private final long[] sums = new long[Question.TABLES];

		void saw(int place, long version) {
			this.seen[place] = Math.max(this.seen[place], version);
		}

	}

	/**
	 * How far a write has come.
	 */
	private enum State {

		WRITTEN, SENT, ROLLED_BACK

	}

	/**
	 * Somebody read what must not be.
	 */
	static final class Violation extends AssertionError {

		private static final long serialVersionUID = 1L;

		Violation(String message) {
			super(message);
		}

	}

}
