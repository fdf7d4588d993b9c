package dev.mainstay.admission;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.mainstay.operation.WorkKind;
import dev.mainstay.operation.WorkScope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for whom a {@link Gate} refuses.
 */
class GateRefusalTests extends GateFixture {

	@Test
	void aBurstIsLetIn() {
		fill();
		drainEach(10);
		for (int i = 0; i < 50; i++) {
			call(true);
		}
		awaitWaiting(50);
		assertThat(this.refusals).isEmpty();
	}

	@Test
	void refusesAtOnceWhoWouldWaitTooLongWhileTheQueueStands() {
		fill();
		drainEach(10);
		for (int i = 0; i < 20; i++) {
			call(true);
		}
		awaitWaiting(20);
		stand(10);

		Caller refused = call(true);
		refused.awaitError();
		assertThatError(refused.error).isInstanceOfSatisfying(PoolOverloadedException.class, (error) -> {
			assertThat(error.reason()).isEqualTo(Refusal.OVERLOAD);
			assertThat(error.waited()).isZero();
			assertThat(error.retryAfter()).isEqualTo(Duration.ofSeconds(1));
			assertThatError(error).hasMessageContaining("'main': 2 of 2 are lent")
				.hasMessageContaining("db.admission.target");
		});
		assertThat(this.gate.refusals(Refusal.OVERLOAD)).isEqualTo(1);
		assertThat(this.refusals).hasSize(1);
	}

	@Test
	void letsInWhoWaitsShortlyWhileTheQueueStands() {
		fill();
		drainEach(10);
		for (int i = 0; i < 5; i++) {
			call(true);
		}
		awaitWaiting(5);
		stand(10);

		call(true);
		awaitWaiting(6);
	}

	@Test
	void whoeverNobodyWaitsForIsNotRefused() {
		fill();
		drainEach(100);
		for (int i = 0; i < 200; i++) {
			call(false);
		}
		awaitWaiting(200);
		stand(100);
		call(false);
		awaitWaiting(201);
		assertThat(this.refusals).isEmpty();
	}

	@Test
	void everybodyMayBeRefusedIfThatIsWanted() {
		this.settings.shed = Shedding.ALL;
		this.settings.maxQueue = 0;
		fill();
		assertThatExceptionOfType(PoolOverloadedException.class).isThrownBy(this.gate::enter)
			.satisfies((error) -> assertThat(error.reason()).isEqualTo(Refusal.QUEUE_FULL));
	}

	@Test
	void neverMoreWaitThanMay() {
		this.settings.policy = AdmissionPolicy.FIXED;
		this.settings.maxQueue = 10;
		fill();
		for (int i = 0; i < 40; i++) {
			call(true);
		}
		await().until(() -> this.refusals.size() == 30);
		assertThat(this.gate.waiting()).isEqualTo(10);
		call(false);
		awaitWaiting(11);
	}

	@Test
	void waitsAsLongAsMayBe() {
		fill();
		Caller request = call(true);
		Caller batch = call(false);
		awaitWaiting(2);

		advance(5001);
		wakeAll();
		request.awaitError();
		assertThatError(request.error).isInstanceOfSatisfying(PoolOverloadedException.class,
				(error) -> assertThat(error.reason()).isEqualTo(Refusal.MAX_WAIT));
		assertThat(batch.isWaiting()).isTrue();

		advance(25_000);
		wakeAll();
		batch.awaitError();
		assertThatError(batch.error).isInstanceOf(PoolOverloadedException.class)
			.hasMessageContaining("Connection is not available, request timed out after 30001ms");
	}

	@Test
	void refusesWhoWaitsWhileNothingComesBack() {
		fill();
		drainEach(10);
		Caller request = call(true);
		Caller batch = call(false);
		awaitWaiting(2);
		advance(900);
		this.gate.maintain();
		assertThat(request.isWaiting()).isTrue();

		advance(200);
		this.gate.maintain();

		request.awaitError();
		assertThatError(request.error).isInstanceOfSatisfying(PoolOverloadedException.class,
				(error) -> assertThat(error.reason()).isEqualTo(Refusal.STALLED));
		assertThat(batch.isWaiting()).isTrue();
	}

	@Test
	void refusesAtOnceWhoseTimeWouldBeOver() {
		fill();
		Caller waiting = call(false);
		awaitWaiting(1);
		stand(50);
		WorkScope scope = WorkScope.open(WorkKind.SCHEDULED_TASK, () -> null);
		try {
			scope.endAt(this.time.get() + 50 * MILLISECOND);
			assertThatExceptionOfType(PoolOverloadedException.class).isThrownBy(this.gate::enter)
				.satisfies((error) -> assertThat(error.reason()).isEqualTo(Refusal.DEADLINE));
		}
		finally {
			scope.close();
		}
		assertThat(waiting.entered).isTrue();
	}

	@Test
	void aBurstIsLetInWhateverWasBefore() {
		fill();
		call(false);
		awaitWaiting(1);
		serve(6500);
		advance(3_600_000);

		for (int i = 0; i < 30; i++) {
			call(true);
		}

		awaitWaiting(30);
		assertThat(this.refusals).isEmpty();
	}

	@Test
	void whereConnectionsAreHeldForLongAShortQueueIsNoOverload() {
		this.size.set(8);
		for (int i = 0; i < 8; i++) {
			call(false).awaitEntered();
		}
		call(false);
		awaitWaiting(1);
		for (int i = 0; i < 20; i++) {
			call(false);
			awaitWaiting(2);
			serve(1000);
		}

		// Each of the eight is held for eight seconds.
		for (int waiting = 2; waiting <= 4; waiting++) {
			call(true);
			awaitWaiting(waiting);
		}
		call(true).awaitError();
	}

	@Test
	void aFixedQueueKeepsWhomItHasLetIn() {
		this.settings.policy = AdmissionPolicy.FIXED;
		fill();
		drainEach(10);
		Caller request = call(true);
		awaitWaiting(1);
		advance(4000);
		this.gate.maintain();
		assertThat(request.isWaiting()).isTrue();
	}

}
