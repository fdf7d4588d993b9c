package dev.mainstay.admission;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Segment}: ten permits, of which five are guaranteed to one segment and
 * two to another.
 */
class SegmentTests extends GateFixture {

	private static final int LONG_TIME = 25_000;

	@Override
	List<SegmentLimits> limits() {
		return List.of(new SegmentLimits("fast", 5, 8), new SegmentLimits("heavy", 2, 10),
				new SegmentLimits("background", 0, 3));
	}

	@BeforeEach
	void tenPermits() {
		this.size.set(10);
	}

	@Test
	void theDefaultSegmentIsTheLast() {
		assertThat(this.gate.segments()).extracting(Segment::name)
			.containsExactly("fast", "heavy", "background", "default");
		assertThat(this.gate.choose(List.of())).isEqualTo(this.gate.segments().get(3));
		assertThat(this.gate.choose(List.of("unknown"))).isEqualTo(this.gate.segments().get(3));
	}

	@Test
	void aSegmentHasNoMoreThanItsMaximum() {
		enter(3, "background");
		Caller fourth = call(false, "background");
		awaitWaiting(1);
		enter(1, "heavy");
		assertThat(fourth.isWaiting()).isTrue();
		assertThat(inUse("background")).isEqualTo(3);

		leave("background");

		fourth.awaitEntered();
		assertThat(inUse("background")).isEqualTo(3);
	}

	@Test
	void aRefusalSaysWhetherItIsTheSegmentThatHasNoMore() {
		enter(3, "background");
		assertThat(timedOut("background").isSegmentFull()).isTrue();
		enter(6, "heavy");
		PoolOverloadedException kept = timedOut("heavy");
		assertThat(kept.isSegmentFull()).isFalse();
		assertThatError(kept).hasMessageContaining(
				"9 of 10 are lent, 0 callers wait; 1 are kept for segments; segment 'heavy' has 6 of");
		// What is free is kept for the fast ones, whatever the maximum of others is.
		assertThat(timedOut("background").isSegmentFull()).isFalse();
		enter(1, "fast");
		PoolOverloadedException exhausted = timedOut("background");
		assertThat(exhausted.isSegmentFull()).isFalse();
		assertThatError(exhausted).hasMessageNotContaining("are kept");
	}

	@Test
	void whoWaitsForASegmentDoesNotWaitForThePool() {
		enter(3, "background");
		call(false, "background");
		awaitWaiting(1);
		assertThat(this.gate.snapshot().waitingForSegments()).isOne();
		enter(6, "heavy");
		call(false, "heavy");
		awaitWaiting(2);
		assertThat(this.gate.snapshot().waitingForSegments()).isOne();
		enter(1, "fast");
		callNested("background");
		awaitWaiting(3);
		assertThat(this.gate.snapshot().waitingForSegments()).isOne();
	}

	@Test
	void whoWaitsForASecondConnectionIsNotRefusedBecauseOfItsSegment() {
		enter(3, "background");
		enter(6, "heavy");
		enter(1, "fast");
		Caller nested = callNested("background");
		awaitWaiting(1);
		advance(this.poolTimeout.get());
		wakeAll();
		nested.awaitError();
		assertThat(((PoolOverloadedException) Objects.requireNonNull(nested.error)).isSegmentFull()).isFalse();
	}

	@Test
	void whatIsNotUsedOfGuaranteesIsLent() {
		// One of the five is kept at any time.
		enter(9, "heavy");
		Caller tenth = call(false, "heavy");
		awaitWaiting(1);
		assertThat(tenth.isWaiting()).isTrue();

		enter(1, "fast");
		assertThat(inUse("fast")).isEqualTo(1);
	}

	@Test
	void whatIsLentComesBackToTheGuaranteeFirst() {
		enter(9, "heavy");
		enter(1, "fast");
		Caller borrower = call(false, "heavy");
		awaitWaiting(1);
		Caller owner = call(false, "fast");
		awaitWaiting(2);

		leave("heavy");

		owner.awaitEntered();
		assertThat(borrower.isWaiting()).isTrue();
		assertThat(inUse("fast")).isEqualTo(2);
	}

	@Test
	void aGuaranteeThatWasUsedLatelyIsKept() {
		enter(4, "fast");
		for (int i = 0; i < 4; i++) {
			leave("fast");
		}
		enter(6, "heavy");
		Caller seventh = call(false, "heavy");
		awaitWaiting(1);
		assertThat(seventh.isWaiting()).isTrue();
		assertThat(figures("fast").kept()).isEqualTo(4);

		// Nobody has to give anything back for that.
		advance(LONG_TIME);
		this.gate.maintain();

		assertThat(figures("fast").kept()).isEqualTo(1);
		seventh.awaitEntered();
	}

	@Test
	void nothingIsLentIfTheUserSaysSo() {
		Gate strict = strict();
		for (int i = 0; i < 3; i++) {
			enterAtOnce(strict, "other");
		}
		assertThat(strict.segmentSnapshots().get(0).kept()).isEqualTo(5);
		assertThat(strict.snapshot().inUse()).isEqualTo(3);
	}

	@Test
	void callersOfASegmentWaitInTheOrderInWhichTheyCame() {
		enter(3, "background");
		Caller first = call(false, "background");
		awaitWaiting(1);
		Caller second = call(false, "background");
		awaitWaiting(2);

		leave("background");
		first.awaitEntered();
		assertThat(second.isWaiting()).isTrue();
		leave("background");
		second.awaitEntered();
	}

	@Test
	void ofTheOthersTheOneIsNextWhoHasWaitedLongest() {
		enter(9, "heavy");
		enter(1, "fast");
		Caller first = call(false, "background");
		awaitWaiting(1);
		advance(1);
		Caller second = call(false, "heavy");
		awaitWaiting(2);

		leave("heavy");
		first.awaitEntered();
		assertThat(second.isWaiting()).isTrue();
		leave("heavy");
		second.awaitEntered();
	}

	@Test
	void aBacklogOfOneSegmentIsNoReasonToRefuseInAnother() {
		enter(3, "background");
		for (int i = 0; i < 50; i++) {
			call(false, "background");
		}
		awaitWaiting(50);
		for (int i = 0; i < 30; i++) {
			advance(100);
			leave("background");
		}
		assertThat(figures("background").standing()).isTrue();

		Caller background = call(true, "background");
		background.awaitError();
		Caller request = call(true, "fast");
		request.awaitEntered();

		assertThat(this.refusals).singleElement().satisfies((refusal) -> {
			assertThat(refusal.reason()).isEqualTo(Refusal.OVERLOAD);
			assertThat(refusal.segment()).isEqualTo("background");
			assertThat(refusal.getMessage()).contains("segment 'background' has 3 of at most 3");
		});
		assertThat(this.gate.segments().get(2).statistics().refusals(Refusal.OVERLOAD)).isEqualTo(1);
		assertThat(this.gate.segments().get(0).statistics().refusals(Refusal.OVERLOAD)).isZero();
	}

	@Test
	void whoMayBeRefusedCanBeSaidOfASegment() {
		Gate gate = new Gate("shed", this.settings,
				List.of(new SegmentLimits("batch", 0, 1, Shedding.ALL), new SegmentLimits("other", 0, 1)), () -> 2,
				() -> 30_000L, new Held(), RefusalListener.NONE, this.time::get);
		this.settings.maxQueue = 0;
		enterAtOnce(gate, "batch");

		assertThatExceptionOfType(PoolOverloadedException.class)
			.isThrownBy(() -> gate.enter(gate.choose(List.of("batch"))))
			.satisfies((error) -> assertThat(error.reason()).isEqualTo(Refusal.QUEUE_FULL));
	}

	@Test
	void whoHasAConnectionNeedsNoRoomInTheSegment() {
		enter(3, "background");
		Caller nested = callNested("background");
		nested.awaitEntered();
		assertThat(inUse("background")).isEqualTo(4);
	}

	@Test
	void whoHasAConnectionIsLetInBeforeAGuarantee() {
		enter(9, "heavy");
		enter(1, "fast");
		Caller owner = call(false, "fast");
		awaitWaiting(1);
		Caller nested = callNested("heavy");
		awaitWaiting(2);

		leave("heavy");

		nested.awaitEntered();
		assertThat(owner.isWaiting()).isTrue();
	}

	@Test
	void thePreferredSegmentIsTakenWhileEnoughOfItIsFree() {
		// A third of eight is free up to five.
		enter(5, "fast");
		assertThat(this.gate.choose(List.of("fast", "heavy")).name()).isEqualTo("fast");
		enter(1, "fast");
		assertThat(this.gate.choose(List.of("fast", "heavy")).name()).isEqualTo("heavy");
	}

	@Test
	void otherwiseTheOneWithTheLeastLoadIsTaken() {
		enter(3, "background");
		enter(6, "fast");
		assertThat(this.gate.choose(List.of("background", "fast")).name()).isEqualTo("fast");
		assertThat(this.gate.choose(List.of("background")).name()).isEqualTo("background");
	}

	@Test
	void aPoolThatHasBecomeSmallerThanTheGuaranteesServesAll() {
		enter(2, "heavy");
		leave("heavy");
		leave("heavy");
		enter(5, "fast");
		for (int i = 0; i < 5; i++) {
			leave("fast");
		}
		this.size.set(3);
		enter(1, "background");
		enter(1, "fast");
		Caller last = call(false, "heavy");
		last.awaitEntered();
	}

	@Test
	void aPermitThatIsGivenBackTwiceIsNotOneMore() throws SQLException {
		Segment segment = this.gate.choose(List.of("heavy"));
		this.gate.enter(segment);
		this.gate.leave(segment);

		assertThatIllegalStateException().isThrownBy(() -> this.gate.leave(segment)).withMessageContaining("twice");
		assertThat(this.gate.snapshot().inUse()).isZero();
	}

	private Gate strict() {
		Settings strict = new Settings();
		strict.lentShare = 0;
		return new Gate("strict", strict, List.of(new SegmentLimits("kept", 5, 8)), () -> 8, () -> 30_000L, new Held(),
				RefusalListener.NONE, this.time::get);
	}

	private static void enterAtOnce(Gate gate, String segment) {
		try {
			assertThat(gate.enter(gate.choose(List.of(segment)))).isZero();
		}
		catch (SQLException ex) {
			throw new AssertionError(ex);
		}
	}

	private PoolOverloadedException timedOut(String segment) {
		Caller caller = call(false, segment);
		awaitWaiting(1);
		advance(this.poolTimeout.get());
		wakeAll();
		caller.awaitError();
		return (PoolOverloadedException) Objects.requireNonNull(caller.error);
	}

	private void enter(int count, String segment) {
		for (int i = 0; i < count; i++) {
			call(false, segment).awaitEntered();
		}
	}

	// The one of the segment who has had a permit for longest gives it back.
	private void leave(String segment) {
		this.callers.stream()
			.filter((caller) -> caller.entered && !caller.left && caller.isIn(segment))
			.findFirst()
			.orElseThrow()
			.leave();
		await().until(() -> this.callers.stream()
			.filter((caller) -> caller.entered && !caller.left)
			.count() == this.gate.snapshot().inUse());
	}

	private int inUse(String segment) {
		return figures(segment).inUse();
	}

	private SegmentSnapshot figures(String segment) {
		return this.gate.segmentSnapshots()
			.stream()
			.filter((one) -> one.name().equals(segment))
			.findFirst()
			.orElseThrow();
	}

}
