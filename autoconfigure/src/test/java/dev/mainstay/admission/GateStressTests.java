package dev.mainstay.admission;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.mainstay.operation.WorkKind;
import dev.mainstay.operation.WorkScope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Gate} with many callers at once: nobody is forgotten, and never are
 * more inside than there are permits.
 */
class GateStressTests {

	private static final int PERMITS = 4;

	private static final int THREADS = 24;

	private final AtomicInteger inside = new AtomicInteger();

	private final AtomicInteger most = new AtomicInteger();

	private final Set<Thread> holding = ConcurrentHashMap.newKeySet();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void stop() throws InterruptedException {
		this.threads.shutdownNow();
		assertThat(this.threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void everybodyGetsThroughOrIsRefused(AdmissionPolicy policy) throws Exception {
		AtomicInteger size = new AtomicInteger(PERMITS);
		Gate gate = gate(policy, size, 0, 30_000);
		AtomicBoolean over = new AtomicBoolean();
		Future<?> maintenance = this.threads.submit(() -> {
			while (!over.get()) {
				gate.maintain();
				Thread.onSpinWait();
			}
		});

		List<Integer> counts = run((thread) -> {
			Random random = new Random(thread);
			int entered = 0;
			for (int i = 0; i < 3000; i++) {
				entered += visit(gate, random.nextInt(4) != 0) ? 1 : 0;
				if (random.nextInt(200) == 0) {
					size.set(1 + random.nextInt(PERMITS));
				}
			}
			return entered;
		});
		over.set(true);
		maintenance.get(30, TimeUnit.SECONDS);

		assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isPositive();
		assertThat(this.most.get()).isBetween(2, PERMITS);
		assertEmpty(gate);
	}

	@Test
	void interruptedCallersLeaveNothingBehind() throws Exception {
		Gate gate = gate(AdmissionPolicy.CODEL, new AtomicInteger(PERMITS), 0, 30_000);
		Set<Thread> running = ConcurrentHashMap.newKeySet();
		AtomicBoolean over = new AtomicBoolean();
		Future<?> interrupting = this.threads.submit(() -> {
			while (!over.get()) {
				running.forEach(Thread::interrupt);
				Thread.onSpinWait();
			}
		});

		run((thread) -> {
			int entered = 0;
			running.add(Thread.currentThread());
			for (int i = 0; i < 2000; i++) {
				entered += visit(gate, false) ? 1 : 0;
				Thread.interrupted();
			}
			running.remove(Thread.currentThread());
			return entered;
		});
		over.set(true);
		interrupting.get(30, TimeUnit.SECONDS);

		assertThat(this.most.get()).isLessThanOrEqualTo(PERMITS);
		assertEmpty(gate);
	}

	@Test
	void shortPatienceAndGrantsMeet() throws Exception {
		Gate gate = gate(AdmissionPolicy.CODEL, new AtomicInteger(1), 0, 1);

		run((thread) -> {
			int entered = 0;
			for (int i = 0; i < 1500; i++) {
				entered += visit(gate, false) ? 1 : 0;
			}
			return entered;
		});

		assertThat(this.most).hasValue(1);
		assertEmpty(gate);
	}

	@ParameterizedTest
	@EnumSource
	void secondPermitsNeverLockForGood(AdmissionPolicy policy) throws Exception {
		Gate gate = gate(policy, new AtomicInteger(PERMITS), 0, 30_000);
		AtomicBoolean over = new AtomicBoolean();
		Future<?> maintenance = this.threads.submit(() -> {
			while (!over.get()) {
				gate.maintain();
				Thread.onSpinWait();
			}
		});

		List<Integer> counts = run((thread) -> {
			int entered = 0;
			for (int i = 0; i < 500; i++) {
				entered += visitTwice(gate) ? 1 : 0;
			}
			return entered;
		});
		over.set(true);
		maintenance.get(30, TimeUnit.SECONDS);

		assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isPositive();
		assertThat(this.most.get()).isLessThanOrEqualTo(PERMITS);
		assertEmpty(gate);
	}

	private List<Integer> run(Work work) throws Exception {
		List<Callable<Integer>> all = IntStream.range(0, THREADS)
			.mapToObj((thread) -> (Callable<Integer>) () -> work.run(thread))
			.toList();
		List<Integer> counts = new ArrayList<>();
		for (Future<Integer> result : this.threads.invokeAll(all, 120, TimeUnit.SECONDS)) {
			counts.add(result.get(1, TimeUnit.SECONDS));
		}
		return counts;
	}

	private boolean visit(Gate gate, boolean request) {
		WorkScope scope = request ? WorkScope.open(WorkKind.REQUEST, () -> null) : null;
		try {
			gate.enter();
			come();
			go();
			gate.leave();
			return true;
		}
		catch (SQLException ex) {
			return false;
		}
		finally {
			if (scope != null) {
				scope.close();
			}
		}
	}

	private boolean visitTwice(Gate gate) {
		try {
			gate.enter();
			come();
			this.holding.add(Thread.currentThread());
			try {
				return visit(gate, false);
			}
			finally {
				this.holding.remove(Thread.currentThread());
				go();
				gate.leave();
			}
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private void come() {
		this.most.accumulateAndGet(this.inside.incrementAndGet(), Math::max);
		Thread.yield();
	}

	private void go() {
		this.inside.decrementAndGet();
	}

	private static void assertEmpty(Gate gate) {
		assertThat(gate.isConsistent()).isTrue();
		assertThat(gate.snapshot().inUse()).isZero();
		assertThat(gate.waiting()).isZero();
	}

	private Gate gate(AdmissionPolicy policy, AtomicInteger size, int reserve, long timeoutMillis) {
		Holders holders = new Holders() {

			@Override
			public int heldBy(Set<Thread> threads) {
				return (int) threads.stream().filter(GateStressTests.this.holding::contains).count();
			}

			@Override
			public @Nullable String operationOf(Thread thread) {
				return null;
			}

		};
		return new Gate("main", new Settings(policy, reserve), List.of(), size::get, () -> timeoutMillis, holders,
				RefusalListener.NONE, System::nanoTime);
	}

	/**
	 * What each thread does.
	 */
	@FunctionalInterface
	private interface Work {

		int run(int thread) throws Exception;

	}

	/**
	 * Such that there is something of everything.
	 *
	 * @param policy the policy
	 * @param nestedReserve the reserve
	 */
	private record Settings(AdmissionPolicy policy, int nestedReserve) implements AdmissionSettings {

		@Override
		public double lentShare() {
			return 0.8;
		}

		@Override
		public double freeShare() {
			return 0.3;
		}

		@Override
		public Shedding shed() {
			return Shedding.REQUESTS;
		}

		@Override
		public int maxQueue() {
			return 10;
		}

		@Override
		public Duration target() {
			return Duration.ofNanos(20_000);
		}

		@Override
		public Duration interval() {
			return Duration.ofMillis(1);
		}

		@Override
		public Duration maxWait() {
			return Duration.ofMillis(5);
		}

	}

}
