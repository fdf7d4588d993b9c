package dev.mainstay.cache.check;

import java.io.PrintStream;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.check.ModelSchedules.Failure;
import dev.mainstay.testsupport.PostgresServer;

/**
 * Runs schedules from the command line, as many as there is time for:
 *
 * <pre class="code">
 * java -cp … dev.mainstay.cache.check.ScheduleRun model 100000 [first seed] [flaw]
 * java -cp … dev.mainstay.cache.check.ScheduleRun postgres 100000 [first seed]
 * </pre>
 *
 * The class path is that of the tests. A schedule of the model that went wrong is
 * repeated by its seed with a count of 1.
 */
public final class ScheduleRun {

	private ScheduleRun() {
	}

	/**
	 * Run schedules.
	 * @param arguments what against, how many, the first seed and the flaw
	 * @throws Exception if the server fails
	 */
	public static void main(String[] arguments) throws Exception {
		int count = Integer.parseInt(arguments[1]);
		long first = (arguments.length > 2) ? Long.parseLong(arguments[2]) : 1;
		Flaw flaw = (arguments.length > 3) ? Flaw.valueOf(arguments[3]) : Flaw.NONE;
		long start = System.nanoTime();
		if (arguments[0].equals("model")) {
			try (ModelSchedules schedules = new ModelSchedules(flaw)) {
				Failure failure = schedules.run(first, count);
				report(failure, first, count, schedules.reads(), schedules.hits(), start);
			}
		}
		else {
			PostgresServer server = PostgresServer.shared();
			try (PostgresSchedules schedules = new PostgresSchedules(server.jdbcUrl("postgres"), server.username(),
					server.password())) {
				Failure failure = schedules.run(first, count);
				report(failure, first, count, schedules.reads(), schedules.hits(), start);
			}
		}
	}

	private static void report(@Nullable Failure failure, long first, int count, long reads, long hits, long start) {
		PrintStream out = System.out;
		out.printf("%d schedules from seed %d, %d reads, %d hits, %d ms: %s%n",
				(failure != null) ? failure.seed() - first + 1 : count, first, reads, hits,
				Duration.ofNanos(System.nanoTime() - start).toMillis(),
				(failure != null) ? "seed " + failure.seed() : "nothing wrong");
		if (failure != null) {
			failure.error().printStackTrace(out);
		}
	}

}
