package dev.mainstay.admission;

import java.sql.SQLException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Gate}.
 */
class GateTests extends GateFixture {

	@Test
	void letsInAsManyAsThePoolHasConnections() {
		fill();
		Caller third = call(false);
		awaitWaiting(1);

		serve(0);

		third.awaitEntered();
		assertThat(this.gate.snapshot()).isEqualTo(new GateSnapshot(2, 2, 0, 0, 0, 0, false));
	}

	@Test
	void letsInWhoHasWaitedLongest() {
		fill();
		Caller first = call(true);
		awaitWaiting(1);
		Caller second = call(false);
		awaitWaiting(2);
		Caller third = call(true);
		awaitWaiting(3);

		serve(0);
		first.awaitEntered();
		assertThat(second.isWaiting() && third.isWaiting()).isTrue();
		serve(0);
		second.awaitEntered();
		assertThat(third.isWaiting()).isTrue();
		serve(0);
		third.awaitEntered();
	}

	@Test
	void aPermitThatIsGivenBackTwiceIsNotOneMore() throws SQLException {
		this.gate.enter();
		this.gate.leave();

		assertThatIllegalStateException().isThrownBy(this.gate::leave).withMessageContaining("twice");
		assertThat(this.gate.snapshot().inUse()).isZero();
	}

	@Test
	void followsThePoolWhenItIsResized() {
		fill();
		Caller first = call(false);
		Caller second = call(false);
		awaitWaiting(2);

		this.size.set(4);
		this.gate.maintain();
		first.awaitEntered();
		second.awaitEntered();

		this.size.set(1);
		Caller third = call(false);
		awaitWaiting(1);
		serve(0);
		serve(0);
		serve(0);
		assertThat(third.isWaiting()).isTrue();
		assertThat(this.gate.snapshot().inUse()).isEqualTo(1);
		serve(0);
		third.awaitEntered();
	}

	@Test
	void whoHasNoTimeLeftIsPassedOver() {
		fill();
		Caller late = call(true);
		awaitWaiting(1);
		Caller next = call(true);
		awaitWaiting(2);
		next.thread.interrupt();
		next.awaitError();
		advance(5001);
		Caller last = call(true);
		awaitWaiting(2);

		serve(0);

		last.awaitEntered();
		late.awaitError();
	}

	@Test
	void aWaitCanBeInterrupted() {
		fill();
		Caller caller = call(true);
		awaitWaiting(1);

		caller.thread.interrupt();

		caller.awaitError();
		assertThatError(caller.error).isExactlyInstanceOf(SQLException.class)
			.hasCauseInstanceOf(InterruptedException.class);
		assertThat(caller.interrupted).isTrue();
		assertThat(this.gate.snapshot().inUse()).isEqualTo(2);
	}

	@Test
	void whoHasAConnectionGoesToTheHead() {
		fill();
		Caller first = call(true);
		awaitWaiting(1);
		Caller second = callNested();
		awaitWaiting(2);

		serve(0);

		second.awaitEntered();
		assertThat(first.isWaiting()).isTrue();
		assertThat(this.gate.snapshot().waitingNested()).isZero();
	}

	@Test
	void refusesTheLastOfThoseWhoAllWaitForASecondOne() {
		fill();
		Caller first = callNested();
		awaitWaiting(1);
		Caller second = callNested();

		second.awaitError();
		assertThatError(second.error).isInstanceOfSatisfying(PoolOverloadedException.class, (error) -> {
			assertThat(error.reason()).isEqualTo(Refusal.POOL_LOCK);
			assertThatError(error).hasMessageContaining("Outer.work has one")
				.hasMessageContaining("db.admission.nested-reserve");
		});
		assertThat(first.isWaiting()).isTrue();
	}

	@Test
	void keepsConnectionsForThoseWhoHaveOne() {
		this.settings.nestedReserve = 1;
		call(false).awaitEntered();
		Caller other = call(true);
		awaitWaiting(1);

		Caller nested = callNested();

		nested.awaitEntered();
		nested.leave();
		assertThat(other.isWaiting()).isTrue();
		serve(0);
		other.awaitEntered();
	}

}
