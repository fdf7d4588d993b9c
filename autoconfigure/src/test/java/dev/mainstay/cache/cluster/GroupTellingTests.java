package dev.mainstay.cache.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.mainstay.cache.version.TagVersions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that changes made at the same time go together, and that nobody goes on before
 * they are told.
 */
class GroupTellingTests {

	private static final int THREADS = 32;

	private static final int CHANGES = 50;

	private final TagVersions versions = new TagVersions(System::nanoTime);

	private final SlowTransport transport = new SlowTransport();

	private final ClusterInvalidation cluster = ClusterInvalidation.of(this.versions, this.transport,
			new ClusterSettings() {

				@Override
				public Duration beatInterval() {
					return Duration.ofSeconds(20);
				}

				@Override
				public Duration publishTimeout() {
					return Duration.ofSeconds(10);
				}

				@Override
				public Duration forgetAfter() {
					return Duration.ofMinutes(2);
				}

			}, System::nanoTime);

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	@BeforeEach
	void start() {
		this.cluster.start();
		Awaitility.await().until(() -> this.cluster.statistics().published() == 1);
	}

	@AfterEach
	void stop() {
		this.transport.gate.release(1_000_000);
		this.threads.shutdownNow();
		this.cluster.close();
	}

	@Test
	void everyChangeIsToldBeforeItsCallReturns() throws Exception {
		this.transport.gate.release(1_000_000);
		List<Future<Boolean>> results = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			int thread = i;
			results.add(this.threads.submit(() -> changeAll(thread)));
		}

		for (Future<Boolean> result : results) {
			assertThat(result.get(20, TimeUnit.SECONDS)).isTrue();
		}
		ClusterStatistics statistics = this.cluster.statistics();
		assertThat(statistics.failed()).isZero();
		// All but the beat.
		assertThat(statistics.published() - 1 + statistics.coalesced()).isEqualTo(THREADS * CHANGES);
	}

	private boolean changeAll(int thread) {
		for (int i = 0; i < CHANGES; i++) {
			String tag = "t" + thread + "_" + i;
			this.versions.changed(Set.of(tag));
			if (!this.transport.told.contains(tag)) {
				return false;
			}
		}
		return true;
	}

	@Test
	void whatComesWhileSomethingIsToldGoesTogether() throws Exception {
		Future<?> before = this.threads.submit(() -> this.versions.changed(Set.of("first")));
		assertThat(this.transport.entered.await(10, TimeUnit.SECONDS)).isTrue();
		List<Future<?>> others = new ArrayList<>();
		for (int i = 0; i < THREADS - 1; i++) {
			String tag = "t" + i;
			others.add(this.threads.submit(() -> this.versions.changed(Set.of(tag))));
		}
		Awaitility.await().until(() -> this.cluster.statistics().owed() == THREADS - 1);
		assertThat(before.isDone()).isFalse();

		this.transport.gate.release(2);

		before.get(10, TimeUnit.SECONDS);
		for (Future<?> other : others) {
			other.get(10, TimeUnit.SECONDS);
		}
		assertThat(this.cluster.statistics().published()).isEqualTo(3);
		assertThat(this.cluster.statistics().coalesced()).isEqualTo(THREADS - 2);
	}

	/**
	 * Tells nobody, and takes as long as it is made to.
	 */
	private static final class SlowTransport implements InvalidationTransport {

		private final Semaphore gate = new Semaphore(0);

		private final CountDownLatch entered = new CountDownLatch(1);

		private final Set<String> told = ConcurrentHashMap.newKeySet();

		@Override
		public void start(InvalidationReceiver receiver) {
		}

		@Override
		public void publish(String text) {
			Message message = Objects.requireNonNull(Message.parse(text));
			if (message.kind() == MessageKind.CHANGED) {
				this.entered.countDown();
				this.gate.acquireUninterruptibly();
				this.told.addAll(message.tags());
			}
		}

		@Override
		public int maxLength() {
			return 1_000_000;
		}

		@Override
		public String description() {
			return "nobody";
		}

		@Override
		public String advice() {
			return "";
		}

		@Override
		public void close() {
		}

	}

}
