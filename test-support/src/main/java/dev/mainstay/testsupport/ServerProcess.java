package dev.mainstay.testsupport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * One life of an embedded server, from start to exit, with all the processes it forks.
 */
final class ServerProcess {

	private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

	private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

	private static final long POLL_MILLIS = 2;

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
		freeze();
		List<ProcessHandle> forked = this.process.descendants().toList();
		this.process.destroyForcibly();
		forked.forEach(ProcessHandle::destroyForcibly);
		if (!endsWithin(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
			throw survives(this.process.pid());
		}
		forked.forEach(this::awaitEnd);
	}

	// A server that is not scheduled cannot fork somebody whom the list of its
	// descendants
	// then misses. Failing to stop it leaves just that race.
	private void freeze() {
		if (!isAlive()) {
			return;
		}
		try {
			new ProcessBuilder("kill", "-STOP", String.valueOf(this.process.pid())).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (IOException ex) {
			// No such program, as on Windows.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	// Not by ProcessHandle.onExit(), which looks at processes that are not children of
	// this JVM at growing intervals only.
	private void awaitEnd(ProcessHandle handle) {
		long begin = System.nanoTime();
		while (handle.isAlive() && !isZombie(handle)) {
			if (System.nanoTime() - begin > KILL_LIMIT.toNanos()) {
				throw survives(handle.pid());
			}
			pause();
		}
	}

	// A zombie has given back everything but its entry in the process table. Those we
	// make are orphans, and the first process of a container may take seconds to bury
	// them or never do it.
	private static boolean isZombie(ProcessHandle handle) {
		try {
			String stat = Files.readString(Path.of("/proc", String.valueOf(handle.pid()), "stat"),
					StandardCharsets.ISO_8859_1);
			return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
		}
		catch (IOException ex) {
			// No such process any more, or no Linux: isAlive() knows.
			return false;
		}
	}

	private DatabaseServerException survives(long pid) {
		return new DatabaseServerException("Process " + pid + " survives SIGKILL" + logTail(), null);
	}

	private static void pause() {
		try {
			Thread.sleep(POLL_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DatabaseServerException("Interrupted while killing a server", ex);
		}
	}

	String logTail() {
		return Command.tail(this.log);
	}

}
