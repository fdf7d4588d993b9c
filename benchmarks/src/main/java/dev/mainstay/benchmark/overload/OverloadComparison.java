package dev.mainstay.benchmark.overload;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

import dev.mainstay.benchmark.overload.OpenLoad.Answer;
import dev.mainstay.testsupport.PostgresServer;

/**
 * Sends the same requests to applications that differ only in how they meet overload, on
 * one server, one after the other, and prints what became of them.
 */
public final class OverloadComparison {

	static final List<Contestant> CONTESTANTS = List.of(Contestant.PLAIN, Contestant.MAINSTAY,
			Contestant.MAINSTAY_FIXED);

	private static final int POOL = 10;

	private static final int WARM_UP_RATE = 300;

	private static final Duration PATIENT = Duration.ofSeconds(30);

	private static final Duration WARM_UP = Duration.ofSeconds(5);

	private final PostgresServer server;

	private final Duration time;

	private final Duration warmUp;

	OverloadComparison(PostgresServer server, Duration time, Duration warmUp) {
		this.server = server;
		this.time = time;
		this.warmUp = warmUp;
	}

	/**
	 * Compare.
	 * @param arguments the seconds of each load, 15 if not given
	 * @throws IOException if an application cannot be started
	 * @throws InterruptedException if the comparison is interrupted
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		long seconds = (arguments.length > 0) ? Long.parseLong(arguments[0]) : 15;
		try (PostgresServer server = PostgresServer.startNew()) {
			new OverloadComparison(server, Duration.ofSeconds(seconds), WARM_UP).compare();
		}
	}

	void compare() throws IOException, InterruptedException {
		System.out.println("| load | application | came | served | served/s | refused | timed out | other errors | "
				+ "served p50 ms | p99 ms | refusal in process p50 µs | p99 µs |");
		System.out.println("|" + "---|".repeat(12));
		double capacity = capacity();
		for (Contestant contestant : CONTESTANTS) {
			try (RunningContestant running = RunningContestant.start(contestant, this.server, POOL)) {
				new OpenLoad(running.address("/work"), PATIENT).arrive(WARM_UP_RATE, this.warmUp, 1);
				running.refusals();
				load(contestant, running, "0.85 × %.0f/s".formatted(capacity), 0.85 * capacity, PATIENT);
				load(contestant, running, "1.3 × %.0f/s, clients wait 1 s".formatted(capacity), 1.3 * capacity,
						Duration.ofSeconds(1));
				load(contestant, running, "1.75 × %.0f/s".formatted(capacity), 1.75 * capacity, PATIENT);
				OpenLoad burst = new OpenLoad(running.address("/work"), PATIENT);
				long start = System.nanoTime();
				List<Answer> answers = burst.burst((int) capacity);
				print("%.0f at once".formatted(capacity), contestant, answers, System.nanoTime() - start,
						running.refusals());
			}
		}
	}

	// What the database serves at most: more clients than there are connections, each of
	// which comes again as soon as it was answered.
	private double capacity() throws IOException {
		try (RunningContestant running = RunningContestant.start(Contestant.PLAIN, this.server, POOL)) {
			URI address = running.address("/work");
			new OpenLoad(address, PATIENT).arrive(WARM_UP_RATE, this.warmUp, 1);
			List<Answer> answers = new OpenLoad(address, PATIENT).saturate(2 * POOL, this.time.dividedBy(2));
			return answers.size() / (this.time.toNanos() / 2 / 1e9);
		}
	}

	private void load(Contestant contestant, RunningContestant running, String load, double perSecond,
			Duration patience) throws IOException, InterruptedException {
		OpenLoad clients = new OpenLoad(running.address("/work"), patience);
		long start = System.nanoTime();
		List<Answer> answers = clients.arrive(perSecond, this.time, 42);
		print(load, contestant, answers, System.nanoTime() - start, running.refusals());
	}

	private static void print(String load, Contestant contestant, List<Answer> answers, long nanos, long[] refusals) {
		long served = answers.stream().filter(Answer::isServed).count();
		long refused = answers.stream().filter((answer) -> answer.status() == 503).count();
		long late = answers.stream().filter((answer) -> answer.status() == 0).count();
		List<Long> times = answers.stream().filter(Answer::isServed).map(Answer::nanos).sorted().toList();
		System.out.printf("| %s | %s | %d | %d | %.0f | %d | %d | %d | %.0f | %.0f | %.0f | %.0f |%n", load, contestant,
				answers.size(), served, served * 1e9 / nanos, refused, late, answers.size() - served - refused - late,
				percentile(times, 50) / 1e6, percentile(times, 99) / 1e6, refusals[1] / 1e3, refusals[2] / 1e3);
	}

	private static double percentile(List<Long> sorted, int percent) {
		return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) * percent / 100);
	}

}
