package dev.mainstay.admission;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Gate} whose clock is standing, so that no wait ever ends by itself.
 */
final class StandingGate {

	private final Gate gate;

	StandingGate(int permits, int maxQueue, SegmentLimits... limits) {
		this.gate = new Gate("main", new Settings(maxQueue), List.of(limits), () -> permits, () -> 3_600_000,
				new Nobody(), RefusalListener.NONE, () -> 0);
	}

	boolean enter() {
		try {
			this.gate.enter();
			return true;
		}
		catch (PoolOverloadedException ex) {
			return false;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	boolean leave() {
		try {
			this.gate.leave();
			return true;
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	int inUse() {
		return this.gate.snapshot().inUse();
	}

	int waiting() {
		return this.gate.waiting();
	}

	boolean isConsistent() {
		return this.gate.isConsistent();
	}

	/**
	 * Nobody has a connection, as far as the gate is told.
	 */
	private static final class Nobody implements Holders {

		@Override
		public int heldBy(Set<Thread> threads) {
			return 0;
		}

		@Override
		public @Nullable String operationOf(Thread thread) {
			return null;
		}

	}

	/**
	 * Everybody may be refused, if too many wait.
	 *
	 * @param maxQueue how many may
	 */
	private record Settings(int maxQueue) implements AdmissionSettings {

		@Override
		public AdmissionPolicy policy() {
			return AdmissionPolicy.FIXED;
		}

		@Override
		public Shedding shed() {
			return Shedding.ALL;
		}

		@Override
		public Duration target() {
			return Duration.ofMillis(100);
		}

		@Override
		public Duration interval() {
			return Duration.ofSeconds(1);
		}

		@Override
		public Duration maxWait() {
			return Duration.ofHours(1);
		}

		@Override
		public int nestedReserve() {
			return 0;
		}

		@Override
		public double lentShare() {
			return 1;
		}

		@Override
		public double freeShare() {
			return 0;
		}

	}

}
