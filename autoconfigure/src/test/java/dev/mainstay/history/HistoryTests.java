package dev.mainstay.history;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.mainstay.event.Latencies;
import dev.mainstay.event.LatencyBuckets;
import dev.mainstay.event.Sample;
import dev.mainstay.event.Signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link History}.
 */
@ExtendWith(OutputCaptureExtension.class)
class HistoryTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Duration DAY = Duration.ofDays(1);

	private static final long TEN_MEGABYTES = 10 * 1024 * 1024;

	private final ManualClock clock = new ManualClock(SimulatedTime.START);

	private final History history = new History(DAY, this.clock, ZoneOffset.UTC);

	@Test
	void forgetsWhatIsOlderThanTheRetention() {
		SimulatedTime time = new SimulatedTime(Duration.ofHours(1));
		time.run(90, MINUTE, (i) -> time.statements(i, 1));

		assertThat(time.window(DAY).size()).isEqualTo(60);
		assertThat(time.window(DAY).series(Signal.STATEMENTS).value(0)).isEqualTo(30);
	}

	@Test
	void looksBackOverTheWholeDayHoweverOftenItIsFed() {
		SimulatedTime time = new SimulatedTime(DAY);
		time.run(24 * 360, Duration.ofSeconds(10), (i) -> time.statements(10, 1));

		Window window = time.window(DAY);
		assertThat(window.size()).isLessThanOrEqualTo(Timeline.MOST_ENTRIES);
		assertThat(window.covered()).isGreaterThan(DAY.minusMinutes(5));
		assertThat(Objects.requireNonNull(window.summary(Signal.STATEMENTS)).total()).isCloseTo(24 * 360 * 10,
				within(300.0));
		Series newest = time.window(MINUTE).series(Signal.STATEMENTS);
		assertThat(newest.size()).isEqualTo(6);
	}

	@Test
	void knowsNoHoursOfMoreThanTwoWeeksAgo() {
		SimulatedTime time = new SimulatedTime(DAY);
		time.run(4 * 144, Duration.ofMinutes(10), (i) -> time.statements(60, 1));
		assertThat(time.window(DAY).hours()).hasSizeGreaterThan(90);

		time.run(1, Duration.ofDays(12), (i) -> time.statements(60, 1));
		assertThat(time.window(DAY).hours()).isNotEmpty()
			.allMatch((hour) -> hour.begin().isAfter(SimulatedTime.START.plus(DAY)));

		time.run(1, Duration.ofDays(30), (i) -> time.statements(60, 1));
		assertThat(time.window(DAY).hours()).isEmpty();
	}

	@Test
	void leavesGapsAlone() {
		SimulatedTime time = new SimulatedTime(DAY);
		time.run(10, MINUTE, (i) -> time.statements(60, 1));
		time.run(1, Duration.ofHours(2), (i) -> time.statements(7200, 1));
		time.run(10, MINUTE, (i) -> time.statements(60, 1));

		assertThat(time.window(DAY).series(Signal.STATEMENTS_PER_SECOND).values()).containsOnly(1);
		assertThat(time.window(DAY).series(Signal.STATEMENTS).values()).containsOnly(60);
	}

	@Test
	void doesNotMindAClockThatIsSetBack() {
		add(sample("a", SimulatedTime.START, 1));
		add(sample("a", SimulatedTime.START.plus(Duration.ofHours(1)), 2));
		add(sample("a", SimulatedTime.START.plus(MINUTE), 3));
		this.clock.advance(Duration.ofMinutes(2));

		assertThat(this.history.window("a", DAY).series(Signal.STATEMENTS).values()).containsExactly(1, 3);
	}

	@Test
	void keepsTheMostFrequentOperationsAndTheRestTogether() {
		Map<String, Latencies> operations = new HashMap<>();
		for (int i = 1; i <= 50; i++) {
			long[] counts = new long[50];
			counts[i - 1] = i;
			operations.put("operation " + i, Latencies.of(counts, i, i));
		}
		add(sample("a", SimulatedTime.START, operations));

		Map<String, Latencies> kept = current("a").operations();
		assertThat(kept).hasSize(21)
			.containsKey("operation 50")
			.containsKey("operation 31")
			.doesNotContainKey("operation 30");
		assertThat(kept).hasEntrySatisfying("(others)",
				(latencies) -> assertThat(latencies.count()).isEqualTo(30 * 31 / 2));
	}

	@Test
	void cutsNamesAndKindsThatAreTooMany() {
		Map<String, Long> errors = new HashMap<>();
		for (int i = 0; i < 100; i++) {
			errors.put("kind " + i, 1L);
		}
		Latencies latencies = Latencies.of(new long[] { 1 }, 1, 1);
		add(new Sample("a", SimulatedTime.START, SimulatedTime.START.plus(MINUTE), Map.of(), Latencies.NONE,
				Map.of("x".repeat(10_000), latencies), errors));

		assertThat(current("a").errors()).hasSize(32).containsEntry("(others)", 69L);
		assertThat(current("a").operations()).containsOnlyKeys("x".repeat(120));
	}

	@Test
	void remembersNoMoreThanSoManyDataSources(CapturedOutput output) {
		for (int i = 0; i < 20; i++) {
			add(sample("source" + (100 + i), SimulatedTime.START, 1));
		}

		assertThat(this.history.dataSources()).hasSize(16);
		assertThat(output).containsOnlyOnce("remembers 16 data sources; 'source116' and others are left out");
	}

	@Test
	void packsLatenciesWithoutLoss() {
		Random random = new Random(7);
		for (int i = 0; i < 50; i++) {
			long[] counts = new long[random.nextInt(LatencyBuckets.COUNT) + 1];
			for (int j = 0; j < counts.length; j++) {
				counts[j] = random.nextBoolean() ? 0 : random.nextLong(1L << random.nextInt(1, 40));
			}
			Latencies latencies = Latencies.of(counts, random.nextLong(Long.MAX_VALUE), random.nextLong(1L << 60));
			Latencies unpacked = LatencySum.unpack(LatencySum.pack(latencies));
			assertThat(unpacked).usingRecursiveComparison().isEqualTo(latencies);
		}
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> LatencySum.unpack(new byte[] { 1, 1, -1 }));
	}

	@Test
	void takesLessThanTenMegabytesForADayWithFiftyOperations() {
		long before = usedMemory();
		busyDay(1, 1440, MINUTE);
		long used = usedMemory() - before;

		assertThat(this.history.window("source0", DAY).size()).isEqualTo(1440);
		assertThat(used).isLessThan(TEN_MEGABYTES);
		Reference.reachabilityFence(this.history);
	}

	@Test
	void takesLessThanTenMegabytesForManyDataSources() {
		long before = usedMemory();
		busyDay(History.MOST_DATA_SOURCES, 288, Duration.ofMinutes(5));
		long used = usedMemory() - before;

		assertThat(used).isLessThan(TEN_MEGABYTES);
		for (String name : this.history.dataSources()) {
			assertThat(this.history.window(name, DAY).covered()).isGreaterThan(DAY.minusHours(1));
		}
		Reference.reachabilityFence(this.history);
	}

	// Latencies of a log-normal distribution, as those of statements are.
	private void busyDay(int dataSources, int windows, Duration length) {
		Random random = new Random(3);
		List<Map<String, Latencies>> variants = new ArrayList<>();
		for (int v = 0; v < 8; v++) {
			Map<String, Latencies> operations = new HashMap<>();
			for (int i = 0; i < 50; i++) {
				long[] counts = new long[LatencyBuckets.COUNT];
				long total = 0;
				for (int j = 0; j < 400; j++) {
					long nanos = (long) Math.exp(Math.log(2_000_000) + random.nextGaussian());
					counts[LatencyBuckets.indexOf(nanos)]++;
					total += nanos;
				}
				operations.put("SomeService.operation" + i, Latencies.of(counts, total, total / 10));
			}
			variants.add(operations);
		}
		Instant from = this.clock.instant();
		for (int i = 0; i < windows; i++) {
			for (int d = 0; d < dataSources; d++) {
				Map<String, Latencies> operations = variants.get(random.nextInt(variants.size()));
				add(new Sample("source" + d, from, from.plus(length), allSignals(i), all(operations), operations,
						Map.of("timeout", 1L)));
			}
			from = from.plus(length);
			this.clock.advance(length);
		}
	}

	private static Latencies all(Map<String, Latencies> operations) {
		return operations.values().stream().limit(5).reduce(Latencies.NONE, Latencies::plus);
	}

	private static long usedMemory() {
		Runtime runtime = Runtime.getRuntime();
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 3; i++) {
			System.gc();
			least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
		}
		return least;
	}

	@Test
	void isReadWhileItIsWritten() {
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
			while (!done.get()) {
				Window window = this.history.window("a", DAY);
				assertThat(window.points(240).stream().mapToDouble((p) -> value(p, Signal.STATEMENTS)).sum())
					.isEqualTo(window.size());
			}
		});
		Instant from = this.clock.instant();
		for (int i = 0; i < 5000; i++) {
			this.clock.advance(MINUTE);
			add(sample("a", from.plus(MINUTE.multipliedBy(i)), 1));
		}
		done.set(true);

		assertThat(reader).succeedsWithin(Duration.ofSeconds(20));
	}

	@Test
	void isTheSameAfterItWasWrittenDown() throws IOException {
		busyDay(2, 1440, MINUTE);
		History read = new History(DAY, this.clock, ZoneOffset.UTC);
		read.read(new DataInputStream(new ByteArrayInputStream(written(this.history))));

		assertThat(read.dataSources()).isEqualTo(this.history.dataSources());
		assertThat(written(read)).isEqualTo(written(this.history));
		assertThat(read.window("source1", DAY).hours()).hasSize(23);
	}

	@Test
	void putsWhatIsReadBeforeWhatIsKnown() throws IOException {
		add(sample("a", SimulatedTime.START, 1));
		add(sample("a", SimulatedTime.START.plus(MINUTE), 2));
		byte[] written = written(this.history);
		this.clock.advance(Duration.ofMinutes(3));
		History next = new History(DAY, this.clock, ZoneOffset.UTC);
		next.add(sample("a", SimulatedTime.START.plus(MINUTE), 4));
		next.add(sample("a", SimulatedTime.START.plus(MINUTE.multipliedBy(2)), 5));
		next.read(new DataInputStream(new ByteArrayInputStream(written)));

		assertThat(next.window("a", DAY).series(Signal.STATEMENTS).values()).containsExactly(1, 4, 5);
	}

	@Test
	void readsNoPartOfWhatIsCutOff() throws IOException {
		busyDay(2, 100, MINUTE);
		byte[] written = written(this.history);
		for (int length = 0; length < written.length; length += 9973) {
			History read = new History(DAY, this.clock, ZoneOffset.UTC);
			DataInputStream in = new DataInputStream(new ByteArrayInputStream(written, 0, length));
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> read.read(in));
			assertThat(read.dataSources()).isEmpty();
		}
	}

	private static byte[] written(History history) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		history.write(new DataOutputStream(bytes));
		return bytes.toByteArray();
	}

	private void add(Sample sample) {
		this.history.add(sample);
	}

	private Sample current(String dataSource) {
		return Objects.requireNonNull(this.history.current(dataSource));
	}

	private static double value(Sample sample, Signal signal) {
		Double value = sample.value(signal);
		return (value != null) ? value : 0;
	}

	private static Map<Signal, Double> allSignals(int value) {
		Map<Signal, Double> signals = new HashMap<>();
		for (Signal signal : Signal.values()) {
			signals.put(signal, (double) value);
		}
		return signals;
	}

	private static Sample sample(String dataSource, Instant from, double statements) {
		return new Sample(dataSource, from, from.plus(MINUTE), Map.of(Signal.STATEMENTS, statements), Latencies.NONE,
				Map.of(), Map.of());
	}

	private static Sample sample(String dataSource, Instant from, Map<String, Latencies> operations) {
		return new Sample(dataSource, from, from.plus(MINUTE), Map.of(), Latencies.NONE, operations, Map.of());
	}

}
