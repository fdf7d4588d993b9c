package dev.mainstay.cache.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.mainstay.cache.value.ValueCopies;
import dev.mainstay.cache.version.Tag;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QueryStore}.
 */
class QueryStoreTests {

	private static final Tag[] NO_TAGS = {};

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);

	private final ValueCopies copies = new ValueCopies();

	@ParameterizedTest
	@CsvSource(textBlock = """
			ADAPTIVE, , 0, 0, false, 300
			ADAPTIVE, , 4, 0, false, 300
			ADAPTIVE, , 5, 0, false, 600
			ADAPTIVE, , 0, 999, false, 300
			ADAPTIVE, , 0, 1000, false, 900
			ADAPTIVE, , 5, 1000, false, 1800
			ADAPTIVE, , 5, 1000, true, 60
			ADAPTIVE, 100, 5, 0, false, 200
			ADAPTIVE, 10, 0, 0, false, 10
			ADAPTIVE, 3600, 5, 1000, true, 60
			TTL, , 5, 1000, false, 300
			TTL, , 0, 0, true, 60
			TTL, 10, 5, 1000, false, 10
			TTL, 120, 0, 0, true, 120
			LRU, , 0, 0, true, 60
			LRU, 100, 5, 1000, false, 100
			""")
	void keepsAnAnswerForItsTime(CacheStrategy strategy, @Nullable Long timeToLive, int uses, long loadMillis,
			boolean timeSensitive, long seconds) {
		QueryStore store = store(TestSettings.DEFAULTS);
		Duration wanted = (timeToLive != null) ? Duration.ofSeconds(timeToLive) : null;
		store.put("key", new Answer(this.copies.keep("value"), NO_TAGS, 1, Duration.ofMillis(loadMillis).toNanos(),
				timeSensitive, store.shape("method"), strategy, wanted));
		for (int i = 0; i < uses; i++) {
			store.find("key");
		}

		pass(Duration.ofSeconds(seconds).minusNanos(1));
		boolean present = store.answers().containsKey("key");
		pass(Duration.ofNanos(1));

		assertThat(present).isTrue();
		assertThat(store.find("key")).isNull();
		store.maintain((answer) -> true);
		assertThat(store.statistics().expired()).isEqualTo(1);
		assertThat(store.weight()).isZero();
	}

	@Test
	void keepsAnAnswerWithoutLimitIfThereIsRoom() {
		QueryStore store = store(TestSettings.DEFAULTS.with(CacheStrategy.LRU));
		Answer answer = answer(store, "value", 1);
		store.put("key", answer);

		pass(Duration.ofDays(1000));

		assertThat(store.find("key")).isSameAs(answer);
		assertThat(answer.lifetime()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "ADAPTIVE, , 400", "LRU, , 400", "TTL, 1000, 400", "TTL, 20, 20" })
	void keepsNoAnswerForLongerThanTheMaximum(CacheStrategy strategy, @Nullable Long timeToLive, long seconds) {
		QueryStore store = store(TestSettings.DEFAULTS.withMaxTtl(Duration.ofSeconds(400)));
		Duration wanted = (timeToLive != null) ? Duration.ofSeconds(timeToLive) : null;
		Answer answer = new Answer(this.copies.keep("value"), NO_TAGS, 1, Duration.ofSeconds(2).toNanos(), false,
				store.shape("method"), strategy, wanted);

		store.put("key", answer);

		assertThat(answer.lifetime()).isEqualTo(Duration.ofSeconds(seconds));
	}

	@Test
	void shortensTimesAtRandomButNotBelowTheMinimum() {
		List<Long> times = new ArrayList<>();
		for (double random : new double[] { 0, 0.5, 0.999 }) {
			QueryStore store = new QueryStore(TestSettings.DEFAULTS, this.now::get, Runnable::run, () -> random);
			Answer usual = answer(store, "value", 1);
			Answer least = new Answer(this.copies.keep("value"), NO_TAGS, 1, 0, false, store.shape("method"), null,
					Duration.ofSeconds(30));
			store.put("usual", usual);
			store.put("least", least);
			times.add(Objects.requireNonNull(usual.lifetime()).toMillis());
			assertThat(least.lifetime()).isEqualTo(Duration.ofSeconds(30));
		}

		assertThat(times).containsExactly(300_000L, 285_000L, 270_030L);
	}

	@Test
	void countsUsesOverRefills() {
		QueryStore store = store(TestSettings.DEFAULTS);
		for (int i = 0; i < 5; i++) {
			store.put("key", answer(store, "value", i));
			store.find("key");
		}
		Answer replacing = answer(store, "value", 10);
		store.put("key", replacing);
		pass(Duration.ofSeconds(601));
		store.maintain((answer) -> true);
		Answer afterExpiry = answer(store, "value", 11);
		store.put("key", afterExpiry);
		pass(Duration.ofSeconds(601));
		store.maintain((answer) -> true);
		pass(Duration.ofSeconds(602));
		Answer muchLater = answer(store, "value", 12);
		store.put("key", muchLater);

		assertThat(replacing.lifetime()).isEqualTo(Duration.ofSeconds(600));
		assertThat(afterExpiry.lifetime()).isEqualTo(Duration.ofSeconds(600));
		assertThat(muchLater.lifetime()).isEqualTo(Duration.ofSeconds(300));
	}

	@Test
	void extendsTheTimeFromTheMomentItWasStored() {
		QueryStore store = store(TestSettings.DEFAULTS);
		store.put("key", answer(store, "value", 1));
		pass(Duration.ofSeconds(299));
		for (int i = 0; i < 5; i++) {
			store.find("key");
		}

		pass(Duration.ofSeconds(300));

		assertThat(store.find("key")).isNotNull();
		pass(Duration.ofSeconds(1));
		assertThat(store.find("key")).isNull();
	}

	@Test
	void keepsNoMoreAnswersThanAllowed() {
		QueryStore store = store(TestSettings.DEFAULTS.withRoom(100, 64 << 20));

		for (int i = 0; i < 1000; i++) {
			store.put(i, answer(store, "value", 1));
		}
		store.maintain((answer) -> true);

		assertThat(store.size()).isEqualTo(100);
		assertThat(store.statistics().evicted()).isEqualTo(900);
	}

	@Test
	void takesNoMoreMemoryThanAllowed() {
		QueryStore store = store(TestSettings.DEFAULTS.withRoom(10_000, 1 << 20));

		for (int i = 0; i < 1000; i++) {
			store.put(i, answer(store, "x".repeat(10_000), 1));
		}
		store.maintain((answer) -> true);

		assertThat(store.weight()).isBetween(900_000L, 1L << 20);
		assertThat(store.size()).isBetween(95L, 105L);
	}

	@Test
	void refusesAnAnswerThatWouldThrowOutAllOthers() {
		QueryStore store = store(TestSettings.DEFAULTS.withRoom(10_000, 1 << 20));

		boolean stored = store.put("key", answer(store, "x".repeat(1 << 18), 1));

		assertThat(stored).isFalse();
		assertThat(store.find("key")).isNull();
		assertThat(store.statistics().tooLarge()).isEqualTo(1);
	}

	@Test
	void countsHeavyKeys() {
		QueryStore store = store(TestSettings.DEFAULTS);

		store.put(new Heavy(), answer(store, "value", 1));

		assertThat(store.weight()).isBetween(5000L, 6000L);
	}

	@Test
	void keepsTheNewerAnswer() {
		QueryStore store = store(TestSettings.DEFAULTS);
		Answer newer = answer(store, "newer", 2);
		store.put("key", newer);

		boolean stored = store.put("key", answer(store, "older", 1));

		assertThat(stored).isFalse();
		assertThat(store.find("key")).isSameAs(newer);
	}

	@Test
	void storesNothingThatWasRemovedWhileItWasRead() {
		QueryStore store = store(TestSettings.DEFAULTS);
		long before = store.removals("a");
		long other = store.removals("b");
		store.remove("a");
		boolean removed = store.put("a", answer(store, "value", 1), before);
		boolean untouched = store.put("b", answer(store, "value", 1), other);
		long again = store.removals("a");
		store.removeIf("c"::equals);

		assertThat(removed).isFalse();
		assertThat(untouched).isTrue();
		assertThat(store.put("a", answer(store, "value", 1), again)).isFalse();
		assertThat(store.size()).isEqualTo(1);
	}

	@Test
	void removesByKeyByPatternAndAll() {
		QueryStore store = store(TestSettings.DEFAULTS);
		for (String key : List.of("a1", "a2", "b1", "b2", "b3")) {
			store.put(key, answer(store, "value", 1));
		}

		store.remove("a1");
		store.removeIf((key) -> key.toString().startsWith("b"));

		assertThat(store.answers()).containsOnlyKeys("a2");
		store.clear();
		assertThat(store.size()).isZero();
		assertThat(store.weight()).isZero();
		assertThat(store.statistics().removed()).isEqualTo(5);
	}

	@Test
	void removesOutdatedAnswersInPortions() {
		QueryStore store = store(TestSettings.DEFAULTS.withRoom(100_000, 1 << 30));
		for (int i = 0; i < 15_000; i++) {
			store.put(i, answer(store, "value", i));
		}

		store.maintain((answer) -> answer.stamp() % 3 == 0);
		long afterOne = store.size();
		store.maintain((answer) -> answer.stamp() % 3 == 0);

		assertThat(afterOne).isBetween(5001L, 10_000L);
		assertThat(store.size()).isEqualTo(5000);
		assertThat(store.statistics().outdated()).isEqualTo(10_000);
	}

	@Test
	void sharesAShapeWhenThereAreTooMany() {
		QueryStore store = store(TestSettings.DEFAULTS);
		Shape first = store.shape("method 0");
		for (int i = 0; i < 1000; i++) {
			store.shape("method " + i);
		}

		Shape beyond = store.shape("method 1000");

		assertThat(beyond).isSameAs(store.shape("method 1001"));
		assertThat(beyond.name()).isEqualTo(QueryStore.OTHERS);
		assertThat(store.shape("method 0")).isSameAs(first);
		assertThat(store.statistics().shapes()).hasSize(1001);
	}

	@Test
	void accountsForEveryByteWhenManyChangeTheSameAnswers() throws Exception {
		QueryStore store = store(TestSettings.DEFAULTS.withRoom(50, 1 << 20));
		CountDownLatch start = new CountDownLatch(1);
		ExecutorService threads = Executors.newFixedThreadPool(4);
		List<Future<?>> results = new ArrayList<>();
		for (int thread = 0; thread < 4; thread++) {
			int seed = thread;
			results.add(threads.submit(() -> {
				start.await();
				for (int i = 0; i < 20_000; i++) {
					int key = (i * 31 + seed * 17) % 100;
					switch (i % 4) {
						case 0 -> store.remove(key);
						case 1 -> store.find(key);
						default -> store.put(key, answer(store, "x".repeat(key), i));
					}
				}
				return null;
			}));
		}
		start.countDown();
		for (Future<?> result : results) {
			result.get();
		}
		threads.shutdown();
		store.maintain((answer) -> true);

		long bytes = store.answers().values().stream().mapToLong(Answer::bytes).sum();

		assertThat(store.weight()).isEqualTo(bytes);
		assertThat(store.size()).isLessThanOrEqualTo(50);
		store.clear();
		assertThat(store.weight()).isZero();
	}

	private QueryStore store(StoreSettings settings) {
		return new QueryStore(settings, this.now::get, Runnable::run, () -> 0);
	}

	private Answer answer(QueryStore store, Object value, long stamp) {
		return new Answer(this.copies.keep(value), NO_TAGS, stamp, 0, false, store.shape("method"), null, null);
	}

	private void pass(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	/**
	 * A key of some size.
	 */
	private static final class Heavy implements WeighedKey {

		@Override
		public long weight() {
			return 5000;
		}

	}

}
