package dev.mainstay.autoconfigure.admission;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.mainstay.admission.breaker.Breaker;
import dev.mainstay.admission.breaker.BreakerSettings;
import dev.mainstay.admission.breaker.BreakerState;
import dev.mainstay.admission.breaker.BreakerTarget;
import dev.mainstay.admission.breaker.Breakers;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProbeThreads} in an application, with drivers that ignore their
 * timeouts.
 */
class ProbeThreadsTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, DatabasePoolAutoConfiguration.class,
				DatabaseBreakerAutoConfiguration.class))
		.withPropertyValues(database.springProperties());

	private final CountDownLatch over = new CountDownLatch(1);

	@AfterEach
	void letGo() {
		this.over.countDown();
	}

	@Test
	void aProbeThatHangsHoldsUpNoOther() {
		this.application.run((context) -> {
			Breakers breakers = context.getBean(Breakers.class);
			Target hanging = new Target(this.over);
			Breaker stuck = tripped("hanging", hanging);
			breakers.add("hanging", stuck);
			await().until(() -> hanging.prober != null);
			Target healthy = new Target(null);
			Breaker breaker = tripped("healthy", healthy);
			breakers.add("healthy", breaker);

			await().until(() -> breaker.state() == BreakerState.CLOSED);

			assertThat(stuck.state()).isEqualTo(BreakerState.HALF_OPEN);
			assertThat(List.of(hanging.prober(), healthy.prober())).allMatch(Thread::isDaemon)
				.extracting(Thread::getName)
				.allMatch((name) -> name.matches("db-breaker-\\d+"))
				.doesNotHaveDuplicates();
		});
	}

	@Test
	void asManyAsHangAreGoneWhenTheApplicationIs() {
		List<Target> hanging = new ArrayList<>();
		this.application.run((context) -> {
			Breakers breakers = context.getBean(Breakers.class);
			for (int i = 0; i < ProbeThreads.MOST; i++) {
				hanging.add(new Target(this.over));
				breakers.add("hanging" + i, tripped("hanging" + i, hanging.get(i)));
			}
			await().until(() -> hanging.stream().allMatch((target) -> target.prober != null));
		});

		await().until(() -> hanging.stream().noneMatch((target) -> target.prober().isAlive()));
	}

	@Test
	void asksWhenAThreadIsFreeAgain() {
		this.application.run((context) -> {
			Breakers breakers = context.getBean(Breakers.class);
			List<Target> hanging = new ArrayList<>();
			for (int i = 0; i < ProbeThreads.MOST; i++) {
				hanging.add(new Target(this.over));
				breakers.add("hanging" + i, tripped("hanging" + i, hanging.get(i)));
			}
			await().until(() -> hanging.stream().allMatch((target) -> target.prober != null));
			Breaker breaker = tripped("late", new Target(null));
			breakers.add("late", breaker);
			assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);

			this.over.countDown();

			await().until(() -> breaker.state() == BreakerState.CLOSED);
		});
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(10));
	}

	private static Breaker tripped(String name, Target target) {
		Breaker breaker = new Breaker(name, new Settings(), target, Clock.systemUTC(), System::nanoTime);
		breaker.connectFailed(new SQLException("Connection refused", "08001"));
		assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
		return breaker;
	}

	/**
	 * Opens at once, and asks soon.
	 */
	private static final class Settings implements BreakerSettings {

		@Override
		public int failureThreshold() {
			return 1;
		}

		@Override
		public Duration resetTimeout() {
			return Duration.ofSeconds(1);
		}

	}

	/**
	 * A database whose driver does not come back before it is let.
	 */
	private static final class Target implements BreakerTarget {

		private final @Nullable CountDownLatch hold;

		private volatile @Nullable Thread prober;

		Target(@Nullable CountDownLatch hold) {
			this.hold = hold;
		}

		Thread prober() {
			return Objects.requireNonNull(this.prober);
		}

		@Override
		public DatabaseProduct product() {
			return DatabaseProduct.POSTGRESQL;
		}

		@Override
		public String address() {
			return "db:5432";
		}

		@Override
		public boolean isStarted() {
			return true;
		}

		@Override
		public boolean isEmpty() {
			return true;
		}

		@Override
		public boolean isTelling() {
			return true;
		}

		@Override
		public int idle() {
			return 0;
		}

		@Override
		public long timeoutMillis() {
			return 1000;
		}

		@Override
		public void suspect() {
		}

		@Override
		public void probe(Duration timeout) throws SQLException {
			this.prober = Thread.currentThread();
			try {
				if (this.hold != null) {
					this.hold.await();
				}
			}
			catch (InterruptedException ex) {
				throw new SQLException("Interrupted", "08001", ex);
			}
		}

	}

}
