package dev.mainstay.benchmark.overload;

import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import dev.mainstay.benchmark.overload.OpenLoad.Answer;
import dev.mainstay.testsupport.PostgresServer;

/**
 * Sends short requests to an application, first alone and then beside more long ones than
 * the database serves, and prints how long the short ones took.
 */
public final class SegmentComparison {

	static final List<Contestant> CONTESTANTS = List.of(Contestant.PLAIN, Contestant.MAINSTAY,
			Contestant.MAINSTAY_SEGMENTS);

	private static final int POOL = 20;

	private static final double RATINGS_PER_SECOND = 40;

	// The pool serves 100 in a second.
	private static final double MENUS_PER_SECOND = 175;

	private static final Executor THREADS = (task) -> new Thread(task).start();

	private static final Duration PATIENT = Duration.ofSeconds(30);

	private final PostgresServer server;

	private final Duration time;

	SegmentComparison(PostgresServer server, Duration time) {
		this.server = server;
		this.time = time;
	}

	/**
	 * Compare.
	 * @param arguments the seconds of each load, 15 if not given
	 * @throws IOException if an application cannot be started
	 * @throws SQLException if the server does not say who is connected
	 */
	public static void main(String[] arguments) throws IOException, SQLException {
		long seconds = (arguments.length > 0) ? Long.parseLong(arguments[0]) : 15;
		try (PostgresServer server = PostgresServer.startNew()) {
			new SegmentComparison(server, Duration.ofSeconds(seconds)).compare(CONTESTANTS);
		}
	}

	void compare(List<Contestant> contestants) throws IOException, SQLException {
		System.out.println("| application | ratings alone p50 ms | p95 ms | beside menus p50 ms | p95 ms | p95 ratio | "
				+ "ratings served | not served | menus served/s | connections at most |");
		System.out.println("|" + "---|".repeat(10));
		for (Contestant contestant : contestants) {
			try (RunningContestant running = RunningContestant.start(contestant, this.server, POOL)) {
				ratings(running);
				List<Answer> alone = ratings(running);
				print(contestant, alone, running);
			}
		}
	}

	private void print(Contestant contestant, List<Answer> alone, RunningContestant running) throws SQLException {
		URI menus = running.address("/menu");
		// A third of it passes until the pool is saturated.
		Duration lead = this.time.dividedBy(3);
		Duration longer = this.time.plus(lead).plus(lead);
		CompletableFuture<List<Answer>> heavy = CompletableFuture
			.supplyAsync(() -> new OpenLoad(menus, PATIENT).arrive(MENUS_PER_SECOND, longer, 7), THREADS);
		AtomicBoolean over = new AtomicBoolean();
		CompletableFuture<Integer> connections = CompletableFuture.supplyAsync(() -> mostConnections(over), THREADS);
		LockSupport.parkNanos(lead.toNanos());
		List<Answer> beside = ratings(running);
		over.set(true);
		long menusServed = heavy.join().stream().filter(Answer::isServed).count();
		long served = beside.stream().filter(Answer::isServed).count();
		System.out.printf("| %s | %.1f | %.1f | %.1f | %.1f | %.2f | %d | %d | %.0f | %d |%n", contestant,
				percentile(alone, 50), percentile(alone, 95), percentile(beside, 50), percentile(beside, 95),
				percentile(beside, 95) / percentile(alone, 95), served, beside.size() - served,
				menusServed / (longer.toMillis() / 1000.0), connections.join());
	}

	private List<Answer> ratings(RunningContestant running) {
		return new OpenLoad(running.address("/rating"), PATIENT).arrive(RATINGS_PER_SECOND, this.time, 42);
	}

	private int mostConnections(AtomicBoolean over) {
		int most = 0;
		try (Connection connection = DriverManager.getConnection(this.server.jdbcUrl("postgres"),
				this.server.username(), this.server.password()); Statement statement = connection.createStatement()) {
			while (!over.get()) {
				try (ResultSet result = statement.executeQuery("SELECT count(*) FROM pg_stat_activity "
						+ "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")) {
					result.next();
					most = Math.max(most, result.getInt(1));
				}
				LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The server does not say who is connected", ex);
		}
		return most;
	}

	// Of those that were served.
	private static double percentile(List<Answer> answers, int percent) {
		List<Long> times = answers.stream().filter(Answer::isServed).map(Answer::nanos).sorted().toList();
		return times.isEmpty() ? 0 : times.get((times.size() - 1) * percent / 100) / 1e6;
	}

}
