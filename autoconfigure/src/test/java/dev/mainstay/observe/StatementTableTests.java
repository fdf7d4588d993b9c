package dev.mainstay.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.mainstay.failure.FailureKind;
import dev.mainstay.sql.Fingerprint;
import dev.mainstay.sql.SqlDialect;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatementTable}.
 */
class StatementTableTests {

	private static final long HOUR = TimeUnit.HOURS.toNanos(1);

	private final StatementTable table = new StatementTable(1000);

	private static Fingerprint statement(String name) {
		return Fingerprint.of("select a from " + name, SqlDialect.ANSI);
	}

	@Test
	void keepsWhatEverybodyRunsThroughAFloodOfOthers() {
		List<Fingerprint> popular = IntStream.range(0, 100).mapToObj((i) -> statement("popular" + i)).toList();
		for (int round = 0; round < 5; round++) {
			popular.forEach((one) -> this.table.figures(one, 0).record(0, 1000, 1));
		}
		List<StatementFigures> before = popular.stream().map((one) -> this.table.figures(one, 0)).toList();

		for (int i = 0; i < 100_000; i++) {
			this.table.figures(statement("t" + i), 0).record(0, 1000, 1);
		}

		assertThat(popular.stream().map((one) -> this.table.figures(one, 0))).containsExactlyElementsOf(before);
		assertThat(this.table.size()).isLessThanOrEqualTo(1001);
	}

	@Test
	void losesNoCountOfWhatIsDropped() {
		for (int i = 0; i < 20_000; i++) {
			StatementFigures figures = this.table.figures(statement("t" + i), 0);
			figures.record(0, 1000, 2);
			figures.failed(FailureKind.DEADLOCK);
		}

		FiguresTotal total = this.table.total();
		assertThat(total.latencies().count()).isEqualTo(20_000);
		assertThat(total.latencies().totalNanos()).isEqualTo(20_000_000);
		assertThat(total.rows()).isEqualTo(40_000);
		assertThat(total.errors()).containsEntry(FailureKind.DEADLOCK, 20_000L);
		assertThat(this.table.droppedCount()).isEqualTo(20_000 - this.table.size());
	}

	@Test
	void forgetsWhatNobodyRunsAnyMore() {
		Fingerprint old = statement("old");
		for (int i = 0; i < 20; i++) {
			this.table.figures(old, 0).record(0, 1000, 1);
		}
		StatementFigures before = this.table.figures(old, 0);

		for (int i = 0; i < 2000; i++) {
			for (int call = 0; call < 3; call++) {
				this.table.figures(statement("t" + i), 100 * HOUR).record(100 * HOUR, 1000, 1);
			}
		}

		assertThat(this.table.figures(old, 100 * HOUR)).isNotSameAs(before);
	}

	@Test
	void countsExactlyWhenManyThreadsMeet() throws InterruptedException {
		int threads = 8;
		int rounds = 20_000;
		CountDownLatch start = new CountDownLatch(1);
		List<Thread> workers = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			Thread worker = new Thread(() -> {
				try {
					start.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				for (int round = 0; round < rounds; round++) {
					this.table.figures(statement("shared"), 0).record(0, 5000 + round % 3, 1);
				}
			});
			worker.start();
			workers.add(worker);
		}
		start.countDown();
		for (Thread worker : workers) {
			worker.join();
		}

		FiguresTotal total = this.table.total();
		assertThat(total.latencies().count()).isEqualTo((long) threads * rounds);
		assertThat(total.rows()).isEqualTo((long) threads * rounds);
		assertThat(total.latencies().maxNanos()).isEqualTo(5002);
	}

	@Test
	void neverCountsBackwardsWhileStatementsComeAndGo() throws InterruptedException {
		Thread writer = new Thread(() -> {
			for (int i = 0; i < 30_000; i++) {
				this.table.figures(statement("t" + i), 0).record(0, 1000, 1);
			}
		});
		writer.start();

		long last = 0;
		while (writer.isAlive()) {
			long now = this.table.total().latencies().count();
			assertThat(now).isGreaterThanOrEqualTo(last);
			last = now;
		}
		writer.join();
		assertThat(this.table.total().latencies().count()).isEqualTo(30_000);
	}

}
