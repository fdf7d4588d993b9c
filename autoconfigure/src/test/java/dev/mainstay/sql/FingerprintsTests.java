package dev.mainstay.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Fingerprints}.
 */
class FingerprintsTests {

	private static final int HOT = 100;

	private final Fingerprints fingerprints = new Fingerprints(SqlDialect.POSTGRESQL);

	@Test
	void givesTheSameInstanceForTheSameAndForEqualTexts() {
		String sql = "select a from t where b = ?";
		Fingerprint first = this.fingerprints.of(sql);

		for (int i = 0; i < 3; i++) {
			assertThat(this.fingerprints.of(sql)).isSameAs(first);
			assertThat(this.fingerprints.of(copy(sql))).isSameAs(first);
		}
	}

	@Test
	void givesTheSameInstanceForTextsThatAreAlike() {
		Fingerprint first = this.fingerprints.of("select a from t where b = 1");

		assertThat(this.fingerprints.of("SELECT a FROM t WHERE b = 'x'")).isSameAs(first);
	}

	@Test
	void readsTextsInItsDialect() {
		String sql = "select \"secret\"";

		assertThat(this.fingerprints.of(sql).text()).isEqualTo(sql);
		assertThat(new Fingerprints(SqlDialect.MYSQL).of(sql).text()).isEqualTo("select ?");
	}

	/*
	 * Their samples are the same, so that they fight for the same places.
	 */
	@Test
	void tellsTextsApartThatDifferInOneCharacter() {
		String[] texts = IntStream.range(0, 100)
			.mapToObj((i) -> "select %s from t".formatted("a".repeat(i) + "b" + "a".repeat(100 - i)))
			.toArray(String[]::new);
		for (int round = 0; round < 3; round++) {
			for (String text : texts) {
				assertThat(this.fingerprints.of(text).text()).isEqualTo(text);
			}
		}
	}

	@Test
	void keepsWhatIsUsedThroughAMillionTextsThatComeOnce() {
		String[] hot = hotTexts();
		Fingerprint[] kept = new Fingerprint[HOT];
		for (int round = 0; round < 3; round++) {
			for (int i = 0; i < HOT; i++) {
				kept[i] = this.fingerprints.of(hot[i]);
			}
		}

		for (int i = 0; i < 1_000_000; i++) {
			this.fingerprints.of("select x" + i);
			if (i % 1000 == 0) {
				int now = i / 1000 % (HOT / 2);
				assertThat(this.fingerprints.of(copy(hot[now]))).isSameAs(kept[now]);
			}
			if (i % 50_000 == 0) {
				assertIsBounded();
			}
		}

		for (int i = 0; i < HOT; i++) {
			assertThat(this.fingerprints.table().get(hot[i])).as("text %d", i).isNotNull();
			assertThat(this.fingerprints.of(copy(hot[i]))).as("text %d", i).isSameAs(kept[i]);
		}
	}

	@Test
	void forgetsInTheEndWhatIsNoLongerUsed() {
		String[] old = hotTexts();
		for (int round = 0; round < 3; round++) {
			for (String sql : old) {
				this.fingerprints.of(sql);
			}
		}

		for (int i = 0; i < 100_000; i++) {
			String sql = "select x" + i / 2;
			this.fingerprints.of(sql);
		}

		assertThat(old).noneMatch((sql) -> this.fingerprints.table().get(sql) != null);
	}

	@Test
	void boundsTheCharactersItKeeps() {
		for (int i = 0; i < 400; i++) {
			this.fingerprints.of("select %s%d".formatted("é, ".repeat(2000), i));
			this.fingerprints.of("select '%s', a%d".formatted("€".repeat(4000), i));
			assertIsBounded();
		}
	}

	@Test
	void doesNotKeepVeryLongTexts() {
		String sql = "select " + "a, ".repeat(10_000) + "b";

		assertThat(this.fingerprints.of(sql)).isEqualTo(this.fingerprints.of(sql));
		assertThat(this.fingerprints.table().size()).isZero();
	}

	@Test
	void staysBoundedAndRightWhenManyThreadsAsk() throws Exception {
		String[] hot = hotTexts();
		ExecutorService executor = Executors.newFixedThreadPool(4);
		List<Future<?>> futures = new ArrayList<>();
		for (int thread = 0; thread < 4; thread++) {
			int number = thread;
			futures.add(executor.submit(() -> {
				for (int i = 0; i < 15_000; i++) {
					assertThat(this.fingerprints.of(hot[i % HOT]).text()).isEqualTo(hot[i % HOT]);
					String once = "select y" + number + "_" + i;
					assertThat(this.fingerprints.of(once).text()).isEqualTo(once);
				}
			}));
		}
		for (Future<?> future : futures) {
			future.get(60, TimeUnit.SECONDS);
		}
		executor.shutdown();
		assertIsBounded();
	}

	private void assertIsBounded() {
		assertThat(this.fingerprints.table().size()).isLessThan(4200);
		assertThat(this.fingerprints.table().weight()).isBetween(1, 1_700_000);
	}

	private static String[] hotTexts() {
		return IntStream.range(0, HOT)
			.mapToObj((i) -> "select c%d from t where d = ?".formatted(i))
			.toArray(String[]::new);
	}

	private static String copy(String text) {
		return new String(text.toCharArray());
	}

}
