package dev.mainstay.admission.breaker;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.util.Assert;

import dev.mainstay.admission.CircuitOpenException;
import dev.mainstay.admission.Lincheck;

/**
 * Tests for {@link Breaker} in interleavings that Lincheck looks for.
 */
@Tag("lincheck")
class BreakerLincheckTests {

	private static final int THRESHOLD = 2;

	private final Logger logger = (Logger) LoggerFactory.getLogger(Breaker.class);

	@BeforeEach
	void beQuiet() {
		this.logger.setLevel(Level.OFF);
	}

	@AfterEach
	void speakAgain() {
		this.logger.setLevel(null);
	}

	/*
	 * Lincheck cannot choose here: it gives objects hash codes of its own, and
	 * Resilience4j looks transitions up in a map that was made with the real ones.
	 */
	@Test
	void opensAsIfAllCameOneAfterTheOther() {
		Lincheck.stress().sequentialSpecification(InDoubt.Model.class).check(InDoubt.class);
	}

	@Test
	void closesAsIfAllCameOneAfterTheOther() {
		Lincheck.stress().sequentialSpecification(Open.Model.class).check(Open.class);
	}

	/**
	 * A breaker whose pool has connections that may be dead, and one that is.
	 */
	public static class InDoubt {

		private static final SQLException AWAY = FakeTarget.refused();

		private static final Connection CONNECTION = (Connection) Proxy.newProxyInstance(
				BreakerLincheckTests.class.getClassLoader(), new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> null);

		private final AtomicLong time = new AtomicLong();

		private final FakeTarget target = new FakeTarget();

		private final Breaker breaker = new Breaker("main", new Settings(), this.target,
				Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), this.time::get);

		private final AtomicInteger refused = new AtomicInteger();

		{
			this.target.empty = false;
			this.target.telling = true;
			lost();
		}

		@Operation
		public boolean borrow() {
			try {
				return this.breaker.borrow(() -> CONNECTION) == CONNECTION;
			}
			catch (CircuitOpenException ex) {
				this.refused.incrementAndGet();
				return false;
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Operation
		public void connectFailed() {
			this.breaker.connectFailed(AWAY);
		}

		@Operation
		public void connected() {
			this.breaker.connected();
		}

		@Operation
		public void lost() {
			this.breaker.lost();
		}

		// It asks once at a time, so that another one would do nothing.
		@Operation(nonParallelGroup = "probe")
		public void probe(@Param(gen = BooleanGen.class) boolean away) {
			this.target.probe = () -> {
				// Others shall come meanwhile.
				Thread.yield();
				if (away) {
					throw AWAY;
				}
			};
			this.time.addAndGet(Duration.ofHours(1).toNanos());
			this.breaker.probe();
		}

		@Validate
		public void agreesWithItself() {
			BreakerSnapshot snapshot = this.breaker.snapshot();
			boolean open = snapshot.state() != BreakerState.CLOSED;
			Assert.state(snapshot.refusals() == this.refused.get(), "Refusals are not counted");
			Assert.state(open != borrow(), "Refuses others than those whom it says");
			Assert.state(!open || snapshot.trips() > 0, "Has never opened and is open");
		}

		/**
		 * What {@link InDoubt} does, for one thread.
		 */
		public static class Model {

			private boolean open;

			private boolean dead = true;

			private int failures;

			private int counted;

			public boolean borrow() {
				return !this.open;
			}

			public void connectFailed() {
				if (!this.open) {
					this.failures++;
					this.counted += this.dead ? 1 : 0;
					this.open = this.counted == THRESHOLD;
				}
			}

			public void connected() {
				this.open = false;
				this.dead = false;
				this.failures = 0;
				this.counted = 0;
			}

			public void lost() {
				this.dead = true;
			}

			public void probe(boolean away) {
				if (this.open || this.failures > 0 && this.dead) {
					connected();
					this.open = away;
				}
			}

		}

	}

	/**
	 * A breaker that is open already.
	 */
	public static class Open extends InDoubt {

		{
			connectFailed();
			connectFailed();
		}

		/**
		 * What {@link Open} does, for one thread.
		 */
		public static class Model extends InDoubt.Model {

			{
				connectFailed();
				connectFailed();
			}

		}

	}

	/**
	 * Opens soon.
	 */
	private static final class Settings implements BreakerSettings {

		@Override
		public int failureThreshold() {
			return THRESHOLD;
		}

		@Override
		public Duration resetTimeout() {
			return Duration.ofSeconds(60);
		}

	}

}
