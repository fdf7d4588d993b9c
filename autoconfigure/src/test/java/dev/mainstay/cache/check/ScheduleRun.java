package dev.mainstay.cache.check;

import java.time.Duration;

/**
 * Runs schedules of the model from the command line.
 */
public final class ScheduleRun {

	private ScheduleRun() {
	}

	/**
	 * Run.
	 * @param arguments the number of schedules, the first seed and the flaw
	 */
	public static void main(String[] arguments) {
		int count = Integer.parseInt(arguments[0]);
		long first = (arguments.length > 1) ? Long.parseLong(arguments[1]) : 1;
		Flaw flaw = (arguments.length > 2) ? Flaw.valueOf(arguments[2]) : Flaw.NONE;
		long start = System.nanoTime();
		try (ModelSchedules schedules = new ModelSchedules(flaw)) {
			ModelSchedules.Failure failure = schedules.run(first, count);
			System.out.printf("%d schedules from seed %d, %d steps, %d reads, %d hits, %d ms: %s%n",
					(failure != null) ? failure.seed() - first + 1 : count, first, schedules.steps(), schedules.reads(),
					schedules.hits(), Duration.ofNanos(System.nanoTime() - start).toMillis(),
					(failure != null) ? "seed " + failure.seed() : "nothing wrong");
			if (failure != null) {
				failure.error().printStackTrace(System.out);
			}
		}
	}

}
