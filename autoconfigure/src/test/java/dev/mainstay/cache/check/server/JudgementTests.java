package dev.mainstay.cache.check.server;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link Judgement}.
 */
class JudgementTests {

	private static final Place ONE = new Place(0, 1);

	private static final Place TWO = new Place(0, 2);

	private static final long BOUND = 100;

	private static final Question GROUP = new Question(Kind.GROUP, 0, 1, 1, Binding.INT);

	private static final Question GROUP_OF_B = new Question(Kind.GROUP, 1, 1, 1, Binding.INT);

	private static final Question SUM = new Question(Kind.SUM, 0, 1, 1, Binding.INT);

	private final Register base = new Register(Map.of(ONE, new Row(true, 1, 0, 0), TWO, new Row(true, 2, 0, 0)));

	private final Commit change = commit(0, ONE, new Row(true, 1, 1, 7), 10, 20);

	private final Commit move = commit(0, ONE, new Row(true, 2, 2, 8), 30, 40);

	@Test
	void takesWhatWasThereWhenItWasAsked() {
		accepts(read(0, GROUP, 25, 26, 0, 1, 1, 1, 7), this.change, this.move);
	}

	@Test
	void takesWhatMayBeThereAlready() {
		accepts(read(0, GROUP, 5, 15, 0, 1, 1, 1, 7), this.change);
		accepts(read(0, GROUP, 5, 15, 0, 1, 1, 0, 0), this.change);
		accepts(read(0, GROUP, 25, 35), this.change, this.move);
	}

	@Test
	void rejectsWhatWasThereBeforeACommitThatHadReturned() {
		rejects(read(0, GROUP, 25, 26, 0, 1, 1, 0, 0), this.change);
		rejects(read(0, GROUP, 45, 46, 0, 1, 1, 1, 7), this.change, this.move);
	}

	@Test
	void rejectsThatARowIsMissingThatWasAlwaysThere() {
		rejects(read(0, GROUP, 25, 26), this.change);
	}

	@Test
	void rejectsWhatWasNeverCommitted() {
		rejects(read(0, GROUP, 25, 26, 0, 1, 1, 1, 9), this.change);
	}

	@Test
	void rejectsWhatIsNotSentYet() {
		rejects(read(0, GROUP, 5, 6, 0, 1, 1, 1, 7), this.change);
	}

	@Test
	void rejectsAnOldSum() {
		accepts(read(0, SUM, 25, 26, -1, 0, 1, 1, 0), this.change);
		rejects(read(0, SUM, 25, 26, -1, 0, 1, 0, 0), this.change);
	}

	@Test
	void rejectsHalfOfACommit() {
		Commit both = new Commit(0, Map.of(ONE, new Row(true, 1, 1, 7), TWO, new Row(true, 1, 1, 7)), Map.of(), 10, 20,
				0);

		rejects(read(0, GROUP, 5, 15, 0, 1, 1, 1, 7), both);
		accepts(read(0, GROUP, 5, 15, 0, 1, 1, 1, 7, 0, 2, 1, 1, 7), both);
	}

	@Test
	void rejectsALaterCommitWithoutTheOneBefore() {
		Commit other = commit(0, TWO, new Row(true, 1, 1, 8), 30, 40);

		rejects(read(0, GROUP, 5, 45, 0, 1, 1, 0, 0, 0, 2, 1, 1, 8), this.change, other);
		accepts(read(0, GROUP, 5, 45, 0, 1, 1, 1, 7, 0, 2, 1, 1, 8), this.change, other);
	}

	@Test
	void rejectsThatSomebodyGoesBackBehindWhatAnybodyHasSeen() {
		Commit slow = commit(0, ONE, new Row(true, 1, 1, 7), 10, 90);
		Read seen = read(0, GROUP, 12, 15, 0, 1, 1, 1, 7);

		rejects(List.of(seen, read(0, GROUP, 20, 21, 0, 1, 1, 0, 0)), slow);
		accepts(read(0, GROUP, 20, 21, 0, 1, 1, 0, 0), slow);
	}

	@Test
	void takesWhatIsNotOlderThanTheBoundFromAnotherInstance() {
		accepts(read(1, GROUP, 110, 111, 0, 1, 1, 0, 0), this.change);
		rejects(read(1, GROUP, 121, 122, 0, 1, 1, 0, 0), this.change);
	}

	@Test
	void takesAnOldSnapshotFromWhoHasChangedSomethingElse() {
		Commit own = commit(1, new Place(1, 1), new Row(true, 1, 1, 9), 30, 40);

		accepts(read(1, GROUP, 50, 51, 0, 1, 1, 0, 0), this.change, own);
		rejects(read(1, GROUP_OF_B, 50, 51), this.change, own);
	}

	@Test
	void seesWhatTheTransactionHasWrittenItself() {
		Read own = new Read(0, GROUP, new long[] { 0, 1, 1, 5, 3 }, 5, 6, false, 0,
				Map.of(ONE, new Row(true, 1, 5, 3)));

		accepts(own, this.move);
	}

	@Test
	void looksAtASnapshotAsAWhole() {
		Read before = snapshot(GROUP, 5, 15, 0, 1, 1, 0, 0);
		Read after = snapshot(GROUP, 5, 16, 0, 1, 1, 1, 7);

		rejects(List.of(before, after), this.change);
		accepts(List.of(before, snapshot(SUM, 5, 99, -1, 0, 1, 0, 0)), this.change);
	}

	private static Commit commit(int instance, Place place, Row row, long sent, long returned) {
		return new Commit(instance, Map.of(place, row), Map.of(), sent, returned, 0);
	}

	private static Read read(int instance, Question question, long begin, long end, long... rows) {
		return new Read(instance, question, rows, begin, end, false, 0, Map.of());
	}

	private static Read snapshot(Question question, long begin, long end, long... rows) {
		return new Read(0, question, rows, begin, end, true, 1, Map.of());
	}

	private void accepts(Read read, Commit... commits) {
		accepts(List.of(read), commits);
	}

	private void accepts(List<Read> reads, Commit... commits) {
		assertThatNoException()
			.isThrownBy(() -> new Judgement(this.base, List.of(commits), BOUND, new Tally()).judge(reads));
	}

	private void rejects(Read read, Commit... commits) {
		rejects(List.of(read), commits);
	}

	private void rejects(List<Read> reads, Commit... commits) {
		assertThatExceptionOfType(Violation.class)
			.isThrownBy(() -> new Judgement(this.base, List.of(commits), BOUND, new Tally()).judge(reads));
	}

}
