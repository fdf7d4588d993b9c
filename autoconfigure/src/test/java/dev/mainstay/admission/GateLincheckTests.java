package dev.mainstay.admission;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.Assert;

/**
 * Tests for {@link Gate} in interleavings that Lincheck looks for.
 */
@Tag("lincheck")
class GateLincheckTests {

	@Test
	void permitsAreThoseOfACounter() {
		Lincheck.modelChecking(RefusalMessage.class).sequentialSpecification(Counter.class).check(Permits.class);
	}

	@Test
	void permitsAreThoseOfACounterUnderStress() {
		Lincheck.stress().sequentialSpecification(Counter.class).check(Permits.class);
	}

	@Test
	void aPermitIsHandedToWhoWaits() {
		Lincheck.modelChecking(RefusalMessage.class).sequentialSpecification(Visits.class).check(Visitors.class);
	}

	@Test
	void aPermitIsHandedToWhoWaitsUnderStress() {
		Lincheck.stress().sequentialSpecification(Visits.class).check(Visitors.class);
	}

	@Test
	void permitsOfASegmentAreThoseOfACounter() {
		Lincheck.modelChecking(RefusalMessage.class)
			.sequentialSpecification(Counter.class)
			.check(PermitsOfASegment.class);
	}

	@Test
	void aPermitOfASegmentIsHandedToWhoWaits() {
		Lincheck.modelChecking(RefusalMessage.class)
			.sequentialSpecification(Visits.class)
			.check(VisitorsOfASegment.class);
	}

	/**
	 * The same where there is a segment, so that everybody goes through the lock.
	 */
	public static class PermitsOfASegment extends Permits {

		@Override
		StandingGate gate() {
			return new StandingGate(4, 0, new SegmentLimits(Segment.DEFAULT, 1, 2));
		}

	}

	/**
	 * The same where there is a segment.
	 */
	public static class VisitorsOfASegment extends Visitors {

		@Override
		StandingGate gate() {
			return new StandingGate(2, 10, new SegmentLimits(Segment.DEFAULT, 0, 1));
		}

	}

	/**
	 * A gate at which nobody waits: one is let in or refused.
	 */
	public static class Permits {

		private final StandingGate gate = gate();

		StandingGate gate() {
			return new StandingGate(2, 0);
		}

		@Operation
		public boolean enter() {
			return this.gate.enter();
		}

		@Operation
		public boolean leave() {
			return this.gate.leave();
		}

		@Operation
		public int inUse() {
			return this.gate.inUse();
		}

		@Validate
		public void nobodyIsLeftBehind() {
			Assert.state(this.gate.isConsistent(), "The gate does not agree with itself");
			Assert.state(this.gate.waiting() == 0, "Somebody still waits");
		}

	}

	/**
	 * What {@link Permits} does, for one thread.
	 */
	public static class Counter {

		private int used;

		public boolean enter() {
			if (this.used == 2) {
				return false;
			}
			this.used++;
			return true;
		}

		public boolean leave() {
			if (this.used == 0) {
				return false;
			}
			this.used--;
			return true;
		}

		public int inUse() {
			return this.used;
		}

	}

	/**
	 * A gate with one permit at which everybody waits for it. It guards a number that is
	 * not fit for several threads.
	 */
	public static class Visitors {

		private final StandingGate gate = gate();

		private int visits;

		StandingGate gate() {
			return new StandingGate(1, 10);
		}

		@Operation(blocking = true)
		public int visit() {
			if (!this.gate.enter()) {
				return -1;
			}
			int visit = ++this.visits;
			// Or hardly anybody would ever have to wait.
			Thread.yield();
			return this.gate.leave() ? visit : -1;
		}

		@Validate
		public void nobodyIsLeftBehind() {
			Assert.state(this.gate.isConsistent(), "The gate does not agree with itself");
			Assert.state(this.gate.waiting() == 0, "Somebody still waits");
			Assert.state(this.gate.inUse() == 0, "A permit is lost");
		}

	}

	/**
	 * What {@link Visitors} does, for one thread.
	 */
	public static class Visits {

		private int visits;

		public int visit() {
			return ++this.visits;
		}

	}

}
