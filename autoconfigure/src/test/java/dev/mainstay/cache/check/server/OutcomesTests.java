package dev.mainstay.cache.check.server;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Outcomes}.
 */
class OutcomesTests {

	private static final Place ONE = new Place(0, 1);

	private static final Row BEFORE = new Row(true, 1, 3, 1);

	private static final Row NEXT = new Row(true, 2, 4, 7);

	private static final Row LAST = new Row(true, 2, 5, 8);

	private final Register before = new Register(Map.of(ONE, BEFORE));

	@Test
	void whatIsThereInTheEndHasHappened() {
		assertThat(outcomes(NEXT).happened(List.of(unknown(NEXT, 0)))).hasSize(1);
	}

	@Test
	void whatIsNotThereHasNot() {
		assertThat(outcomes(BEFORE).happened(List.of(unknown(NEXT, 0)))).isEmpty();
	}

	@Test
	void whatALaterChangeWasMadeOfHasHappened() {
		assertThat(outcomes(LAST).happened(List.of(certain(LAST), unknown(NEXT, 0)))).hasSize(2);
	}

	@Test
	void whatSomebodyElseHasMadeHasNot() {
		Row other = new Row(true, 1, 4, 9);

		assertThat(outcomes(LAST).happened(List.of(certain(other), certain(LAST), unknown(NEXT, 0)))).hasSize(2);
	}

	@Test
	void findsTheEffectsOfAWriteByItsMark() {
		assertThat(outcomes(NEXT).happened(List.of(Commit.of(0, Map.of(), 1, 2, NEXT.mark())))).singleElement()
			.extracting(Commit::effects)
			.isEqualTo(Map.of(ONE, NEXT));
	}

	@Test
	void doesNotKnowWhatWasOverwrittenUnseen() {
		assertThat(outcomes(LAST).happened(List.of(certain(LAST), Commit.of(0, Map.of(), 1, 2, NEXT.mark())))).isNull();
	}

	@Test
	void doesNotKnowWhatWasDeletedUnseen() {
		Place two = new Place(0, 2);
		Commit deletion = Commit.of(0, Map.of(two, Row.absent(Row.dead(1, 0))), 1, 2, 0);

		assertThat(outcomes(NEXT).happened(List.of(Commit.of(0, Map.of(), 1, 2, NEXT.mark()), deletion))).isNull();
		Commit own = Commit.of(0, Map.of(ONE, Row.absent(Row.dead(1, 0))), 1, 2, 0);
		assertThat(new Outcomes(this.before, Map.of(), List.of()).happened(List.of(unknown(NEXT, 0), own))).isNull();
	}

	@Test
	void refusesChangesOfSomebodyElse() {
		assertThatIllegalStateException().isThrownBy(() -> outcomes(LAST).happened(List.of(certain(LAST))))
			.withMessageContaining("Somebody else writes");
	}

	private Outcomes outcomes(Row last) {
		return new Outcomes(this.before, Map.of(ONE, last), List.of());
	}

	private static Commit certain(Row row) {
		return Commit.of(0, Map.of(ONE, row), 1, 2, 0);
	}

	private static Commit unknown(Row row, long mark) {
		return Commit.of(0, Map.of(ONE, row), 1, Commit.UNKNOWN, mark);
	}

}
