package dev.mainstay.testsupport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program with its arguments and environment, whose output goes to a log file.
 *
 * @param line the program and its arguments
 * @param environment variables to set on top of those of this JVM
 */
record Command(List<String> line, Map<String, String> environment) {

	private static final int LOG_LINES = 25;

	Command {
		line = List.copyOf(line);
		environment = Map.copyOf(environment);
	}

	/**
	 * Start the program in the given folder.
	 * @param folder the working folder
	 * @param log the file to append the output to
	 * @return the running process
	 */
	Process start(Path folder, Path log) {
		ProcessBuilder builder = new ProcessBuilder(this.line).directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
		builder.environment().putAll(this.environment);
		try {
			Process process = builder.start();
			process.getOutputStream().close();
			return process;
		}
		catch (IOException ex) {
			throw new DatabaseServerException("Cannot start " + this.line, ex);
		}
	}

	/**
	 * Run the program and fail unless it ends well within the given time.
	 * @param folder the working folder
	 * @param log the file to append the output to
	 * @param limit the time after which the program is killed
	 */
	void run(Path folder, Path log, Duration limit) {
		Process process = start(folder, log);
		try {
			if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new DatabaseServerException(this.line + " did not end within " + limit + tail(log), null);
			}
			if (process.exitValue() != 0) {
				throw new DatabaseServerException(
						this.line + " ended with exit code " + process.exitValue() + tail(log), null);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DatabaseServerException("Interrupted while waiting for " + this.line, ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * Return the last lines of a log file, for the message of an exception.
	 * @param log the log file
	 * @return the text to append to a message
	 */
	static String tail(Path log) {
		try {
			List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
			List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
			return last.isEmpty() ? "; its log is empty" : ":\n" + String.join("\n", last);
		}
		catch (IOException ex) {
			return "; its log cannot be read: " + ex;
		}
	}

}
