package dev.mainstay.autoconfigure.cache.cluster;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@link CacheInstance} in a virtual machine of its own, which can be stopped and
 * killed at any moment.
 */
public final class InstanceProcess implements AutoCloseable {

	private static final String ANSWER = "answer ";

	private static final String READ = "read";

	private static final String AWAIT_CACHED = "await cached";

	private static final String FALL_SILENT = "increment and fall silent";

	private final Process process;

	private final BufferedReader answers;

	private InstanceProcess(Process process) {
		this.process = process;
		this.answers = process.inputReader(StandardCharsets.US_ASCII);
	}

	static InstanceProcess start(String... properties) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-Xshare:auto", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
						InstanceProcess.class.getName()));
		ProcessBuilder builder = new ProcessBuilder(command);
		// Not on the command line, where everybody can read a password.
		builder.environment().put("INSTANCE_PROPERTIES", String.join("\n", properties));
		builder.redirectError(ProcessBuilder.Redirect.DISCARD);
		return new InstanceProcess(builder.start());
	}

	/**
	 * Read the number until it comes from the cache.
	 * @return the number
	 */
	int awaitCached() throws IOException {
		ask(AWAIT_CACHED);
		return answer();
	}

	// Its answer is to be waited for.
	void askToRead() throws IOException {
		ask(READ);
	}

	/**
	 * Add one to the number and stop for good when that is committed, before anybody is
	 * told.
	 */
	void incrementAndFallSilent() throws IOException {
		ask(FALL_SILENT);
		answer();
	}

	private void ask(String question) throws IOException {
		this.process.outputWriter(StandardCharsets.US_ASCII).append(question).append('\n').flush();
	}

	int answer() throws IOException {
		String line = this.answers.readLine();
		while (line != null && !line.startsWith(ANSWER)) {
			line = this.answers.readLine();
		}
		assertThat(line).as("the other process has ended").isNotNull();
		return Integer.parseInt(line.substring(ANSWER.length()));
	}

	void pause() throws IOException, InterruptedException {
		signal("-STOP");
	}

	void goOn() throws IOException, InterruptedException {
		signal("-CONT");
	}

	private void signal(String name) throws IOException, InterruptedException {
		Process kill = new ProcessBuilder("kill", name, Long.toString(this.process.pid())).start();
		assertThat(kill.waitFor(5, TimeUnit.SECONDS)).isTrue();
		assertThat(kill.exitValue()).isZero();
	}

	void kill() throws InterruptedException {
		this.process.destroyForcibly();
		assertThat(this.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	/**
	 * Run the instance until its input ends.
	 * @param args nothing
	 * @throws IOException if its input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
		BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
		try (CacheInstance instance = CacheInstance.start(System.getenv("INSTANCE_PROPERTIES").split("\n"))) {
			instance.awaitServing(2);
			for (String question = questions.readLine(); question != null; question = questions.readLine()) {
				Integer answer = answer(instance, question, out);
				out.println(ANSWER + answer);
			}
		}
	}

	private static @Nullable Integer answer(CacheInstance instance, String question, PrintStream out) {
		switch (question) {
			case READ:
				return instance.read();
			case AWAIT_CACHED:
				return instance.awaitCached();
			case FALL_SILENT:
				instance.faults().beforePublishing((message) -> {
					if (ChannelFaults.kind(message).equals("C")) {
						out.println(ANSWER + 0);
						while (true) {
							LockSupport.park();
						}
					}
				});
				instance.incrementInTransaction();
				return null;
			default:
				throw new IllegalArgumentException(question);
		}
	}

}
