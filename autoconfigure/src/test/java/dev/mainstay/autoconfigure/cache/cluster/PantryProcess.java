package dev.mainstay.autoconfigure.cache.cluster;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.awaitility.Awaitility;

/**
 * An instance of the pantry in a virtual machine of its own.
 */
public final class PantryProcess {

	private static final String ARGUMENTS = "PANTRY_ARGUMENTS";

	private PantryProcess() {
	}

	/**
	 * Let an instance read, and end.
	 * @param arguments its arguments
	 * @return what it has read, and how
	 * @throws IOException if it fails
	 */
	static Report run(List<String> arguments) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
				PantryProcess.class.getName());
		// A line of a process can be seen by others.
		builder.environment().put(ARGUMENTS, String.join("\n", arguments));
		builder.redirectError(ProcessBuilder.Redirect.DISCARD);
		Process process = builder.start();
		try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
			String answer = answers.readLine();
			while (answer != null && !answer.startsWith("read ")) {
				answer = answers.readLine();
			}
			if (answer == null) {
				throw new IOException("It has ended without having read");
			}
			String[] fields = answer.split("\t");
			return new Report(Integer.parseInt(fields[1]), fields[2], Long.parseLong(fields[3]),
					Integer.parseInt(fields[4]));
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * Run the instance until it has read.
	 * @param args none; they come by the environment
	 * @throws IOException if its input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		try (PantryInstance instance = PantryInstance.start(List.of(System.getenv(ARGUMENTS).split("\n")))) {
			Awaitility.await().until(instance::isSharing);
			int calls = instance.service().calls();
			long hits = instance.shared().hits();
			int size = instance.service().jars().size();
			String name = instance.service().nameOf(3).orElseThrow();
			out.printf("read \t%d\t%s\t%d\t%d%n", size, name, instance.shared().hits() - hits,
					instance.service().calls() - calls);
			new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
		}
	}

	/**
	 * What an instance has read.
	 *
	 * @param size how many jars
	 * @param name the name of one
	 * @param hits how many answers were shared ones
	 * @param calls how often it has asked the database
	 */
	record Report(int size, String name, long hits, int calls) {

	}

}
