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
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.mainstay.operation.WorkKind;
import dev.mainstay.operation.WorkScope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Segment} with many callers at once: never are more inside than there
 * are permits or than a segment may have, and nobody is forgotten.
 */
class SegmentStressTests {

	private static final int PERMITS = 6;

	private static final int THREADS = 24;

	private static final List<SegmentLimits> LIMITS = List.of(new SegmentLimits("fast", 2, 5),
			new SegmentLimits("heavy", 1, 3), new SegmentLimits("background", 0, 2));

	private static final List<String> NAMES = List.of("fast", "heavy", "background", "none");

	private final AtomicInteger size = new AtomicInteger(PERMITS);

	private final AtomicInteger inside = new AtomicInteger();

	private final AtomicInteger most = new AtomicInteger();

	private final AtomicIntegerArray insideOf = new AtomicIntegerArray(LIMITS.size() + 1);

	private final AtomicIntegerArray mostOf = new AtomicIntegerArray(LIMITS.size() + 1);

	private final Set<Thread> holding = ConcurrentHashMap.newKeySet();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void stop() throws InterruptedException {
		this.threads.shutdownNow();
		assertThat(this.threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, 0.8, 1 })
	void nobodyHasMoreThanHisSegmentMay(double lentShare) throws Exception {
		Gate gate = gate(lentShare, 30_000);

		int entered = visit(gate, (random) -> random.nextInt(4) != 0, false);

		assertThat(entered).isPositive();
		assertThat(this.most.get()).isBetween(2, PERMITS);
		for (int i = 0; i < LIMITS.size(); i++) {
			assertThat(this.mostOf.get(i)).isBetween(1, LIMITS.get(i).maximum());
		}
		assertEmpty(gate);
	}

	@Test
	void shortPatienceAndGrantsMeet() throws Exception {
		Gate gate = gate(0.8, 1);

		visit(gate, (random) -> false, false);

		assertThat(this.most.get()).isLessThanOrEqualTo(PERMITS);
		assertEmpty(gate);
	}

	@Test
	void secondPermitsComeWhateverTheSegmentsSay() throws Exception {
		Gate gate = gate(0, 30_000);

		int entered = visit(gate, (random) -> false, true);

		assertThat(entered).isPositive();
		assertThat(this.most.get()).isLessThanOrEqualTo(PERMITS);
		assertEmpty(gate);
	}

	private int visit(Gate gate, Choice request, boolean twice) throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		Future<?> maintenance = this.threads.submit(() -> {
			while (!over.get()) {
				gate.maintain();
				Thread.onSpinWait();
			}
		});
		List<Callable<Integer>> all = IntStream.range(0, THREADS).mapToObj((thread) -> (Callable<Integer>) () -> {
			Random random = new Random(thread);
			int entered = 0;
			for (int i = 0; i < 400; i++) {
				List<String> preferred = List.of(NAMES.get(random.nextInt(4)), NAMES.get(random.nextInt(4)));
				entered += visit(gate, preferred, request.of(random), twice && random.nextInt(3) == 0) ? 1 : 0;
				if (!twice && random.nextInt(200) == 0) {
					this.size.set(1 + random.nextInt(PERMITS));
				}
			}
			return entered;
		}).toList();
		int entered = 0;
		List<Integer> counts = new ArrayList<>();
		for (Future<Integer> result : this.threads.invokeAll(all, 120, TimeUnit.SECONDS)) {
			counts.add(result.get(1, TimeUnit.SECONDS));
		}
		for (int count : counts) {
			entered += count;
		}
		over.set(true);
		maintenance.get(30, TimeUnit.SECONDS);
		return entered;
	}

	private boolean visit(Gate gate, List<String> preferred, boolean request, boolean again) {
		WorkScope scope = request ? WorkScope.open(WorkKind.REQUEST, () -> null) : null;
		try {
			Segment segment = gate.choose(preferred);
			int index = gate.segments().indexOf(segment);
			gate.enter(segment);
			this.most.accumulateAndGet(this.inside.incrementAndGet(), Math::max);
			this.mostOf.accumulateAndGet(index, this.insideOf.incrementAndGet(index), Math::max);
			boolean first = again && this.holding.add(Thread.currentThread());
			try {
				Thread.yield();
				return !first || visit(gate, preferred, false, false);
			}
			finally {
				if (first) {
					this.holding.remove(Thread.currentThread());
				}
				this.insideOf.decrementAndGet(index);
				this.inside.decrementAndGet();
				gate.leave(segment);
			}
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

	private static void assertEmpty(Gate gate) {
		assertThat(gate.isConsistent()).isTrue();
		assertThat(gate.snapshot().inUse()).isZero();
		assertThat(gate.waiting()).isZero();
		assertThat(gate.segmentSnapshots()).allSatisfy((segment) -> {
			assertThat(segment.inUse()).isZero();
			assertThat(segment.waiting()).isZero();
		});
	}

	private Gate gate(double lentShare, long timeoutMillis) {
		Holders holders = new Holders() {

			@Override
			public int heldBy(Set<Thread> threads) {
				return (int) threads.stream().filter(SegmentStressTests.this.holding::contains).count();
			}

			@Override
			public @Nullable String operationOf(Thread thread) {
				return null;
			}

		};
		GateFixture.Settings settings = new GateFixture.Settings();
		settings.lentShare = lentShare;
		settings.target = Duration.ofMillis(1);
		settings.interval = Duration.ofMillis(20);
		return new Gate("main", settings, LIMITS, this.size::get, () -> timeoutMillis, holders, RefusalListener.NONE,
				System::nanoTime);
	}

	/**
	 * Decides at random.
	 */
	@FunctionalInterface
	private interface Choice {

		boolean of(Random random);

	}

}
