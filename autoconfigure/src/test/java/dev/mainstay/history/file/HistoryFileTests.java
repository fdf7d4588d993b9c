package dev.mainstay.history.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.mainstay.event.Latencies;
import dev.mainstay.event.Sample;
import dev.mainstay.event.Signal;
import dev.mainstay.history.History;
import dev.mainstay.history.ManualClock;
import dev.mainstay.history.SimulatedTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HistoryFile}.
 */
@ExtendWith(OutputCaptureExtension.class)
class HistoryFileTests {

	private static final Duration DAY = Duration.ofDays(1);

	private final ManualClock clock = new ManualClock(SimulatedTime.START.plus(Duration.ofHours(1)));

	private final History history = history();

	private final Path directory;

	private final Path path;

	HistoryFileTests(@TempDir Path directory) {
		this.directory = directory;
		this.path = directory.resolve("history");
	}

	@BeforeEach
	void fill() {
		this.history.add(sample(42));
	}

	@Test
	void survivesARestart() throws IOException {
		save();
		History next = history();
		try (HistoryFile file = new HistoryFile(this.path, next)) {
			assertThat(file.open()).isTrue();
		}

		assertThat(values(next)).containsExactly(42);
		assertThat(names()).containsExactlyInAnyOrder("history", "history.lock");
	}

	@Test
	void isForItsOwnerOnly() throws IOException {
		save();

		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.path))).isEqualTo("rw-------");
		assertThat(
				PosixFilePermissions.toString(Files.getPosixFilePermissions(this.path.resolveSibling("history.lock"))))
			.isEqualTo("rw-------");
	}

	@Test
	void startsEmptyAndKeepsAsideWhatIsNoHistory(CapturedOutput output) throws IOException {
		Files.writeString(this.path, "#Properties of something else, long enough to be read");

		assertThat(opened()).isEmpty();
		assertThat(output).contains("WARN").contains("because it is no history").contains("history.unreadable");
		assertThat(this.directory.resolve("history.unreadable")).content().startsWith("#Properties");
	}

	@Test
	void startsEmptyAndKeepsAsideWhatIsEmpty(CapturedOutput output) throws IOException {
		Files.createFile(this.path);

		assertThat(opened()).isEmpty();
		assertThat(output).contains("because it is no history");
	}

	@Test
	void startsEmptyAndKeepsAsideWhatIsCutOff(CapturedOutput output) throws IOException {
		save();
		byte[] content = Files.readAllBytes(this.path);
		Files.write(this.path, Arrays.copyOf(content, content.length - 20));

		assertThat(opened()).isEmpty();
		assertThat(output).contains("because it is damaged");
		assertThat(this.directory.resolve("history.unreadable")).exists();
	}

	@Test
	void startsEmptyWhereverABitIsWrong() throws IOException {
		save();
		byte[] content = Files.readAllBytes(this.path);
		for (int i = 0; i < content.length; i += 13) {
			byte[] damaged = content.clone();
			damaged[i] ^= 4;
			Files.write(this.path, damaged);
			assertThat(opened()).as("byte %d", i).isEmpty();
		}
	}

	@Test
	void startsEmptyAndKeepsAsideWhatIsOfALaterVersion(CapturedOutput output) throws IOException {
		save();
		byte[] content = Files.readAllBytes(this.path);
		content[7] = 9;
		Files.write(this.path, content);

		assertThat(opened()).isEmpty();
		assertThat(output).contains("because it is of version 9, not 1");
	}

	@Test
	void staysInMemoryWithoutADirectory(CapturedOutput output) {
		try (HistoryFile file = new HistoryFile(this.directory.resolve("missing/history"), this.history)) {
			assertThat(file.open()).isFalse();
			file.save();
			file.save();
		}

		assertThat(output).containsOnlyOnce("kept in memory only")
			.contains("its directory does not exist; create it, or change db.history.file");
		assertThat(values(this.history)).containsExactly(42);
	}

	@Test
	void staysInMemoryWhereItCannotWrite(CapturedOutput output) throws IOException {
		Path notADirectory = Files.createDirectories(this.directory.resolve("history.lock"));
		try (HistoryFile file = new HistoryFile(this.path, this.history)) {
			assertThat(file.open()).isFalse();
		}

		assertThat(notADirectory).isDirectory();
		assertThat(output).containsOnlyOnce("it can't be used");
	}

	@Test
	void keepsTheFileAsItWasWhenItCannotBeWritten(CapturedOutput output) throws IOException {
		try (HistoryFile file = new HistoryFile(this.path, this.history)) {
			file.save();
			byte[] content = Files.readAllBytes(this.path);
			Files.createDirectories(this.directory.resolve("history.tmp/full"));
			file.save();
			file.save();

			assertThat(Files.readAllBytes(this.path)).isEqualTo(content);
			assertThat(output).containsOnlyOnce("it can't be written");
		}
	}

	@Test
	void belongsToOneInstanceAtATimeAndPassesOn(CapturedOutput output) {
		History other = history();
		try (HistoryFile second = new HistoryFile(this.path, other)) {
			try (HistoryFile first = new HistoryFile(this.path, this.history)) {
				assertThat(first.open()).isTrue();
				assertThat(second.open()).isFalse();
				assertThat(second.open()).isFalse();
				assertThat(output).containsOnlyOnce("another instance uses it");
				first.save();
			}
			assertThat(second.open()).isTrue();
		}

		assertThat(values(other)).containsExactly(42);
		assertThat(output).contains("History is kept in file");
	}

	/**
	 * Closing any channel of a file gives back all locks that the virtual machine has on
	 * it, so that who looked in vain would have opened the file to other processes.
	 */
	@Test
	void keepsTheFileFromOtherProcessesThoughAnotherApplicationHereWantedIt() throws Exception {
		try (HistoryFile first = new HistoryFile(this.path, this.history);
				HistoryFile second = new HistoryFile(this.path, history())) {
			assertThat(first.open()).isTrue();
			assertThat(second.open()).isFalse();

			assertThat(canBeLockedByAnotherProcess()).isFalse();
		}
		assertThat(canBeLockedByAnotherProcess()).isTrue();
	}

	private boolean canBeLockedByAnotherProcess() throws Exception {
		String classes = Path.of(HistoryFileTests.class.getProtectionDomain().getCodeSource().getLocation().toURI())
			.toString();
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classes,
				LockingProcess.class.getName(), this.path + ".lock")
			.inheritIO()
			.start()
			.waitFor() == 0;
	}

	@Test
	void holdsNoTextButNames() throws IOException {
		save();

		assertThat(Files.readString(this.path, StandardCharsets.ISO_8859_1)).contains("Orders.find")
			.doesNotContain("select");
	}

	private void save() {
		try (HistoryFile file = new HistoryFile(this.path, this.history)) {
			file.save();
		}
	}

	private double[] opened() {
		History next = history();
		try (HistoryFile file = new HistoryFile(this.path, next)) {
			assertThat(file.open()).isTrue();
		}
		return values(next);
	}

	private Stream<String> names() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).toList().stream();
		}
	}

	private History history() {
		return new History(DAY, this.clock, ZoneOffset.UTC);
	}

	private static double[] values(History history) {
		return history.window("a", DAY).series(Signal.STATEMENTS).values();
	}

	private static Sample sample(double statements) {
		Latencies latencies = Latencies.of(new long[] { 0, 3, 4 }, 9000, 2000);
		return new Sample("a", SimulatedTime.START, SimulatedTime.START.plusSeconds(60),
				Map.of(Signal.STATEMENTS, statements), latencies, Map.of("Orders.find", latencies),
				Map.of("timeout", 1L));
	}

}
