package dev.mainstay.cache.check;

import java.io.PrintStream;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.check.ModelSchedules.Failure;
import dev.mainstay.cache.check.server.ClusterSchedules;
import dev.mainstay.cache.check.server.PlantedRace;
import dev.mainstay.cache.check.server.PostgresSchedules;
import dev.mainstay.cache.check.server.Summary;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.RedisServer;

/**
 * Runs schedules from the command line, as many as there is time for:
 *
 * <pre class="code">
 * java -cp … dev.mainstay.cache.check.ScheduleRun model 100000 [first seed] [flaw]
 * java -cp … dev.mainstay.cache.check.ScheduleRun postgres 100000 [first seed] [planted race]
 * java -cp … dev.mainstay.cache.check.ScheduleRun cluster-postgres 20000 [first seed] [planted race]
 * java -cp … dev.mainstay.cache.check.ScheduleRun cluster-redis 20000 [first seed] [planted race]
 * java -cp … dev.mainstay.cache.check.ScheduleRun cluster-shared 20000 [first seed] [planted race]
 * </pre>
 *
 * The class path is that of the tests. {@code model} takes turns in memory, so that a
 * schedule that went wrong is repeated by its seed with a count of 1. {@code postgres} is
 * one instance on a real server: sessions are killed, and commits remain without an
 * answer. {@code cluster-…} are two instances in two virtual machines, which tell each
 * other by notifications or by Redis, and in the last case share answers there: messages
 * get lost, doubled and late, one of them stands still, and the servers are killed and
 * started again. The run ends with the first schedule that went wrong; the exit code says
 * whether one has.
 */
public final class ScheduleRun {

	private static final int PAUSE_EACH = 100;

	private static final int RESTART_EACH = 500;

	private static final long PROGRESS = Duration.ofSeconds(30).toNanos();

	private static final PrintStream out = System.out;

	private ScheduleRun() {
	}

	/**
	 * Run schedules.
	 * @param arguments what against, how many, the first seed and what is wrong on
	 * purpose
	 * @throws Exception if a server fails
	 */
	public static void main(String[] arguments) throws Exception {
		int count = Integer.parseInt(arguments[1]);
		long first = (arguments.length > 2) ? Long.parseLong(arguments[2]) : 1;
		String wrong = (arguments.length > 3) ? arguments[3] : "NONE";
		boolean right = switch (arguments[0]) {
			case "model" -> model(first, count, Flaw.valueOf(wrong));
			case "postgres" -> postgres(first, count, PlantedRace.valueOf(wrong));
			case "cluster-postgres" -> cluster(first, count, PlantedRace.valueOf(wrong), null, false);
			case "cluster-redis" -> redis(first, count, PlantedRace.valueOf(wrong), false);
			case "cluster-shared" -> redis(first, count, PlantedRace.valueOf(wrong), true);
			default -> throw new IllegalArgumentException("'" + arguments[0]
					+ "' is none of 'model', 'postgres', 'cluster-postgres', 'cluster-redis' and 'cluster-shared'");
		};
		System.exit(right ? 0 : 1);
	}

	private static boolean model(long first, int count, Flaw flaw) {
		long start = System.nanoTime();
		try (ModelSchedules schedules = new ModelSchedules(flaw)) {
			Failure failure = schedules.run(first, count);
			long seed = (failure != null) ? failure.seed() : first + count - 1;
			report(first, seed, start, "reads=" + schedules.reads() + ", hits=" + schedules.hits(),
					(failure != null) ? failure.error() : null);
			return failure == null;
		}
	}

	private static boolean postgres(long first, int count, PlantedRace race) throws Exception {
		try (PostgresServer server = PostgresServer.startNew();
				PostgresSchedules schedules = PostgresSchedules.on(server, race)) {
			return run(first, count, schedules::run, schedules::summary);
		}
	}

	private static boolean redis(long first, int count, PlantedRace race, boolean shared) throws Exception {
		try (RedisServer redis = RedisServer.startNew()) {
			return cluster(first, count, race, redis, shared);
		}
	}

	private static boolean cluster(long first, int count, PlantedRace race, @Nullable RedisServer redis, boolean shared)
			throws Exception {
		try (PostgresServer server = PostgresServer.startNew();
				ClusterSchedules schedules = ClusterSchedules.start(server, redis, shared, race, PAUSE_EACH,
						RESTART_EACH)) {
			return run(first, count, schedules::run, schedules::summary);
		}
	}

	private static boolean run(long first, int count, Schedule schedule, Report summary) throws Exception {
		long start = System.nanoTime();
		long next = start + PROGRESS;
		for (long seed = first; seed < first + count; seed++) {
			Throwable failure = schedule.run(seed);
			boolean last = failure != null || seed == first + count - 1;
			if (last || System.nanoTime() - next > 0) {
				report(first, seed, start, summary.get().toString(), failure);
				next = System.nanoTime() + PROGRESS;
			}
			if (failure != null) {
				return false;
			}
		}
		return true;
	}

	private static void report(long first, long seed, long start, String summary, @Nullable Throwable failure) {
		long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
		long done = seed - first + 1;
		out.printf("%d schedules from seed %d in %d s (%d per s): %s; %s%n", done, first, millis / 1000,
				1000 * done / Math.max(1, millis), summary,
				(failure != null) ? "wrong: seed " + seed : "nothing wrong");
		if (failure != null) {
			failure.printStackTrace(out);
		}
	}

	/**
	 * Runs one schedule.
	 */
	@FunctionalInterface
	private interface Schedule {

		@Nullable Throwable run(long seed) throws Exception;

	}

	/**
	 * Tells what has happened.
	 */
	@FunctionalInterface
	private interface Report {

		Summary get() throws Exception;

	}

}
