package dev.mainstay.admission.scaling;

import java.time.Duration;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.mainstay.admission.scaling.SizeAdvice.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PoolScaling} with a load that is written down beforehand. 10 ms are a
 * short enough wait.
 */
@ExtendWith(OutputCaptureExtension.class)
class PoolScalingTests {

	@Test
	void saysNothingOfAPoolThatNobodyUses() {
		FakePool pool = new FakePool(10).scaled(false, null, null, 30).calm(1, 10).calm(0, 0).calm(0, 0);

		assertThat(pool.advice().verdict()).isEqualTo(Verdict.NOT_ENOUGH_DATA);
		assertThat(pool.advice().recommended()).isEqualTo(10);
		assertThat(pool.advice().sentence()).isEqualTo("Not enough callers to say: 10 in 30s.");
	}

	@Test
	void saysHowManyConnectionsWouldDo() {
		FakePool pool = new FakePool(4).scaled(false, null, null, 30);

		pool.busy(80, 50, 200).busy(80, 50, 200).busy(80, 50, 200);

		SizeAdvice advice = pool.advice();
		assertThat(advice.verdict()).isEqualTo(Verdict.TOO_SMALL);
		// 80 a second that were served, and 20 that were refused.
		assertThat(advice.arrivalsPerSecond()).isCloseTo(100, Offset.offset(0.5));
		assertThat(advice.offeredLoad()).isCloseTo(5, Offset.offset(0.05));
		assertThat(advice.hold()).isEqualTo(Duration.ofMillis(50));
		assertThat(advice.recommended()).isEqualTo(7);
		assertThat(advice.waitNow()).isNull();
		assertThat(advice.waitThen()).isLessThan(Duration.ofMillis(10));
		assertThat(advice.sentence()).contains("callers a second want a connection for 50ms: a load of 5.0 connections")
			.contains("they waited 50ms and 200 were refused")
			.contains("7 connections instead of 4 would do, with a wait of 8.3ms, rather than one without an end");
		assertThat(pool.sizes()).containsExactly(4);
	}

	@Test
	void saysWhenThePoolIsLargeEnough() {
		FakePool pool = new FakePool(10).scaled(false, null, null, 5);

		for (int i = 0; i < 5; i++) {
			pool.calm(100, 50);
		}

		assertThat(pool.advice().verdict()).isEqualTo(Verdict.FINE);
		assertThat(pool.advice().recommended()).isEqualTo(7);
		assertThat(pool.advice().sentence()).contains("10 connections are enough for that")
			.contains("and 7 would do, with a wait of 8.");
	}

	@Test
	void believesWhatItSeesMoreThanTheFormula() {
		FakePool pool = new FakePool(6).scaled(false, null, null, 5);

		// The formula says seven, and nobody waits with six.
		for (int i = 0; i < 5; i++) {
			pool.calm(100, 50);
		}

		assertThat(pool.advice().verdict()).isEqualTo(Verdict.FINE);
		assertThat(pool.advice().recommended()).isEqualTo(6);
	}

	@Test
	void saysWhenHalfOfItWouldDo() {
		FakePool pool = new FakePool(50).scaled(false, null, null, 5);

		for (int i = 0; i < 5; i++) {
			pool.calm(100, 50);
		}

		assertThat(pool.advice().verdict()).isEqualTo(Verdict.TOO_LARGE);
		assertThat(pool.advice().recommended()).isEqualTo(7);
		assertThat(pool.advice().sentence()).contains("At most 5 were in use at once; 7 connections instead of 50");
	}

	@Test
	void aBurstThatTheFormulaDoesNotExplainNeedsOneMore() {
		FakePool pool = new FakePool(10).scaled(false, null, null, 30);

		pool.busy(20, 50, 0).busy(20, 50, 0).busy(20, 50, 0);

		assertThat(pool.advice().verdict()).isEqualTo(Verdict.TOO_SMALL);
		assertThat(pool.advice().recommended()).isEqualTo(11);
	}

	@Test
	void moreConnectionsDoNotHelpWhereTheDatabaseIsTheBottleneck() {
		FakePool pool = new FakePool(8).scaled(true, 2, 50, 30);

		for (int i = 0; i < 5; i++) {
			pool.calm(100, 30);
		}
		// Nearly three times as many in use, and hardly more done.
		pool.busy(110, 73, 500).busy(110, 73, 500);

		SizeAdvice advice = pool.advice();
		assertThat(advice.verdict()).isEqualTo(Verdict.DATABASE_BUSY);
		assertThat(advice.recommended()).isEqualTo(8);
		assertThat(advice.sentence()).contains("More than 8 connections would hardly help")
			.contains("works 2.4 times as long for each of 8.0 that are in use as it did for each of 3.0");
		assertThat(pool.sizes()).containsExactly(8);
	}

	@Test
	void moreConnectionsHelpWhereTheDatabaseDoesMoreWithThem() {
		FakePool pool = new FakePool(8).scaled(true, 2, 50, 30);

		for (int i = 0; i < 5; i++) {
			pool.calm(100, 30);
		}
		pool.busy(200, 40, 500);

		assertThat(pool.sizes()).containsExactly(8, 10);
	}

	@Test
	void saysWhenConnectionsAreHeldForNothing() {
		FakePool pool = new FakePool(4).scaled(false, null, null, 30);

		for (int i = 0; i < 3; i++) {
			pool.interval(80, 50, 40, 200, 4);
		}

		assertThat(pool.advice().verdict()).isEqualTo(Verdict.HELD_IDLE);
		assertThat(pool.advice().idleShare()).isCloseTo(0.8, Offset.offset(0.001));
		assertThat(pool.advice().sentence()).contains("80 % of it without a statement")
			.contains("7 connections instead of 4 would do")
			.contains("if they were given back when nothing more is asked of the database, 2 would do");
	}

	@Test
	void holdersThatOutliveTheIntervalCountToo() {
		FakePool pool = new FakePool(4).scaled(false, null, null, 30);

		// Reports of a minute: three run, now and then one ends.
		for (int i = 0; i < 5; i++) {
			pool.interval(1, 60_000, 0, 0, 3);
		}

		assertThat(pool.advice().offeredLoad()).isCloseTo(3, Offset.offset(0.01));
	}

	@Test
	void growsQuicklyButNotAtOnce(CapturedOutput output) {
		FakePool pool = new FakePool(20).scaled(true, 2, 100, 30);

		for (int i = 0; i < 6; i++) {
			int size = pool.size();
			pool.busy(size * 20, 50, (35 - size) * 200);
		}

		// A load of 35, as long as there are fewer.
		assertThat(pool.sizes().subList(0, 4)).containsExactly(20, 25, 31, 38);
		assertThat(output).contains(
				"The pool of 'dataSource' may have 25 connections instead of 20 from now on: 702.0 callers a second");
		assertThat(pool.resizes(ResizeDirection.UP)).isEqualTo(pool.sizes().size() - 1);
	}

	@Test
	void growsAsLongAsSomebodyWaitsAndNotBeyondItsBound() {
		FakePool pool = new FakePool(2).scaled(true, 2, 5, 30);

		for (int i = 0; i < 10; i++) {
			pool.busy(40, 50, 1000);
		}

		assertThat(pool.sizes()).containsExactly(2, 3, 4, 5);
	}

	@Test
	void doesNotGrowWhileNothingComesBack() {
		FakePool pool = new FakePool(4).scaled(true, 2, 50, 30);

		pool.busy(0, 0, 500).busy(0, 0, 500).busy(0, 0, 500);

		assertThat(pool.sizes()).containsExactly(4);
	}

	@Test
	void shrinksSlowlyAfterCalmIntervals() {
		FakePool pool = new FakePool(50).scaled(true, 2, 50, 5);

		for (int i = 0; i < 4; i++) {
			pool.calm(100, 50);
			assertThat(pool.sizes()).containsExactly(50);
		}
		for (int i = 0; i < 40; i++) {
			pool.calm(100, 50);
		}

		assertThat(pool.sizes()).startsWith(50, 45, 41, 37);
		// Five in use, one for bursts, and one that the formula asks for.
		assertThat(pool.sizes()).endsWith(9, 8, 7);
		assertThat(pool.resizes(ResizeDirection.DOWN)).isEqualTo(pool.sizes().size() - 1);
	}

	@Test
	void shrinksNoFurtherThanWhatIsInUseAtPeak() {
		FakePool pool = new FakePool(20).scaled(true, 2, 20, 5);

		for (int i = 0; i < 40; i++) {
			pool.interval(10, 50, 0, 0, (i % 4 == 0) ? 15 : 1);
		}

		assertThat(pool.size()).isEqualTo(17);
	}

	@Test
	void keepsWhatIsGuaranteedAndOneMore() {
		FakePool pool = new FakePool(20).guaranteeing(11).scaled(true, 2, 20, 5);

		for (int i = 0; i < 40; i++) {
			pool.calm(10, 10);
		}

		assertThat(pool.size()).isEqualTo(12);
	}

	@Test
	void isNotSetBackAndForthByWaves() {
		FakePool pool = new FakePool(4).scaled(true, 2, 50, 30);

		for (int wave = 0; wave < 10; wave++) {
			for (int i = 0; i < 5; i++) {
				if (pool.size() < 7) {
					pool.busy(80, 50, 200);
				}
				else {
					pool.calm(100, 50);
				}
			}
			for (int i = 0; i < 20; i++) {
				pool.calm(2, 50);
			}
		}

		assertThat(pool.sizes()).containsExactly(4, 5, 6, 7);
	}

	@Test
	void comesIntoItsBoundsAtOnce() {
		FakePool pool = new FakePool(50).scaled(true, 2, 30, 30).calm(10, 10);

		assertThat(pool.sizes()).containsExactly(50, 30);
	}

	@Test
	void isLeftAloneWhenSwitchedOff() {
		FakePool pool = new FakePool(4).scaled(false, 2, 50, 2);

		pool.busy(80, 50, 200).busy(80, 50, 200);
		for (int i = 0; i < 20; i++) {
			pool.calm(1, 10);
		}

		assertThat(pool.sizes()).containsExactly(4);
	}

}
