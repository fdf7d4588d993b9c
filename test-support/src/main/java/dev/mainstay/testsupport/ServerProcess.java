package dev.mainstay.testsupport;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * One life of an embedded server, from start to exit, with all the processes it forks.
 */
final class ServerProcess {

	private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

	private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

	// The script is told when the JVM dies, even by SIGKILL, because its standard input
	// ends. A shutdown hook alone would then leave the server running for ever.
	private static final String ORPHAN_SCRIPT = """
			while read -r line; do :; done
			kill -9 "$1"
			sleep 1
			rm -rf "$2"
			""";

	private final Process process;

	private final Path log;

	private final @Nullable Process orphanGuard;

	private ServerProcess(Process process, Path log, @Nullable Process orphanGuard) {
		this.process = process;
		this.log = log;
		this.orphanGuard = orphanGuard;
	}

	static ServerProcess start(Command command, Path home) {
		Path log = home.resolve("server.log");
		Process process = command.start(home, log);
		return new ServerProcess(process, log, guard(process, home));
	}

	private static @Nullable Process guard(Process process, Path home) {
		try {
			return new ProcessBuilder("sh", "-c", ORPHAN_SCRIPT, "orphan-guard", String.valueOf(process.pid()),
					home.toString())
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
		}
		catch (IOException ex) {
			// No shell, as on Windows: the shutdown hook has to do.
			return null;
		}
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	boolean endsWithin(long timeout, TimeUnit unit) {
		try {
			return this.process.waitFor(timeout, unit);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DatabaseServerException("Interrupted while waiting for a server", ex);
		}
	}

	void stop(EmbeddedInstance.OrderlyStop orderlyStop) {
		orderlyStop.request(this.process.toHandle());
		boolean ended = endsWithin(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		kill();
		if (!ended) {
			throw new DatabaseServerException("The server did not stop within " + STOP_LIMIT + logTail(), null);
		}
	}

	/**
	 * Kill the server and what it has forked, and wait for the end of all of them: a
	 * PostgreSQL back end that outlives its postmaster keeps the next one from starting.
	 */
	void kill() {
		if (this.orphanGuard != null) {
			this.orphanGuard.destroyForcibly();
		}
		List<ProcessHandle> family = Stream.concat(Stream.of(this.process.toHandle()), this.process.descendants())
			.toList();
		family.forEach(ProcessHandle::destroyForcibly);
		family.forEach(this::awaitEnd);
	}

	private void awaitEnd(ProcessHandle handle) {
		try {
			handle.onExit().get(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DatabaseServerException("Interrupted while killing a server", ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new DatabaseServerException("Process " + handle.pid() + " survives SIGKILL" + logTail(), ex);
		}
	}

	String logTail() {
		return Command.tail(this.log);
	}

}
