package dev.mainstay.benchmark.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import dev.mainstay.testsupport.MariaDbServer;
import dev.mainstay.testsupport.PostgresServer;
import dev.mainstay.testsupport.RelationalServer;
import dev.mainstay.testsupport.ledger.ConnectionCutter;
import dev.mainstay.testsupport.ledger.LedgerReport;
import dev.mainstay.testsupport.ledger.LedgerTrial;
import dev.mainstay.testsupport.ledger.Load;
import dev.mainstay.testsupport.ledger.Outage;
import dev.mainstay.testsupport.ledger.SessionKiller;
import dev.mainstay.testsupport.ledger.StandbyLoss;

/**
 * Sends the same transfers through applications that differ only in how they treat
 * transient faults, on one server, one after the other, and prints what became of them.
 */
public final class LedgerComparison {

	private static final int ACCOUNTS = 12;

	private static final int HOT_ACCOUNTS = 4;

	private static final int THREADS = 32;

	private final RelationalServer server;

	private LedgerComparison(RelationalServer server) {
		this.server = server;
	}

	/**
	 * Compare.
	 * @param arguments the number of transfers, 10000 if not given, and the seconds of
	 * the outage, 20 if not given
	 * @throws SQLException if the harness cannot do its part
	 * @throws InterruptedException if the comparison is interrupted
	 */
	public static void main(String[] arguments) throws SQLException, InterruptedException {
		int transfers = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 10_000;
		Duration outage = Duration.ofSeconds((arguments.length > 1) ? Long.parseLong(arguments[1]) : 20);
		String product = (arguments.length > 2) ? arguments[2] : "";
		if (!product.equals("mariadb")) {
			try (PostgresServer server = PostgresServer.startNew("deadlock_timeout=100ms")) {
				new LedgerComparison(server).compare("PostgreSQL", transfers, outage);
			}
		}
		if (!product.equals("postgresql")) {
			try (MariaDbServer server = MariaDbServer.startNew()) {
				new LedgerComparison(server).compare("MariaDB", transfers, outage);
			}
		}
	}

	private void compare(String title, int transfers, Duration outage) throws SQLException, InterruptedException {
		System.out.printf("%n%s: %d transfers, everything fails%n%n", title, transfers);
		printHead("application", "succeeded", "failed", "unknown", "lost", "done twice", "failed, yet done",
				"deadlocked", "repeated deadlocks", "attempts", "seconds", "per second", "faults");
		for (Contestant contestant : List.of(Contestant.PLAIN, Contestant.HOME_MADE, Contestant.MAINSTAY,
				Contestant.MAINSTAY_WITH_MARKER)) {
			print(contestant, withFaults(contestant, transfers).run(Load.of(ACCOUNTS, transfers)));
		}
		System.out.printf("%n%s: %d transfers between %d accounts, deadlocks alone%n%n", title, transfers / 5,
				HOT_ACCOUNTS);
		printHead("application", "succeeded", "failed", "unknown", "lost", "done twice", "failed, yet done",
				"deadlocked", "repeated deadlocks", "attempts", "seconds", "per second", "faults");
		for (Contestant contestant : List.of(Contestant.PLAIN, Contestant.EAGER, Contestant.PATIENT,
				Contestant.MAINSTAY)) {
			print(contestant, contestant.on(this.server).run(Load.of(HOT_ACCOUNTS, transfers / 5)));
		}
		System.out.printf("%n%s: away for %d s%n%n", title, outage.toSeconds());
		printHead("application", "requests", "attempts", "attempts per request", "slowest request ms", "back after ms");
		for (Contestant contestant : List.of(Contestant.PLAIN, Contestant.HOME_MADE, Contestant.MAINSTAY)) {
			print(contestant,
					contestant.on(this.server)
						.properties("spring.datasource.hikari.connection-timeout=1000")
						.outage(THREADS, outage));
		}
	}

	// About as many faults whatever the number of transfers.
	private LedgerTrial withFaults(Contestant contestant, int transfers) {
		LedgerTrial trial = contestant.on(this.server)
			.nemesis((database) -> new ConnectionCutter(database, Math.max(1, transfers / 200)))
			.nemesis((database) -> new SessionKiller(database, Math.max(1, transfers / 100)));
		if (this.server instanceof PostgresServer) {
			trial.nemesis((database) -> new StandbyLoss(database, Math.max(1, transfers / 20)));
		}
		return trial;
	}

	private static void printHead(String... columns) {
		System.out.println("| " + String.join(" | ", columns) + " |");
		System.out.println("|" + "---|".repeat(columns.length));
	}

	private static void print(Contestant contestant, LedgerReport report) {
		System.out.printf("| %s | %d | %d | %d | %d | %d | %d | %d | %d | %d | %.1f | %d | %s |%n", contestant,
				report.succeeded(), report.failed(), report.unknown(), report.lost(), report.twice(),
				report.failedYetDone(), report.deadlocked(), report.repeatedDeadlocks(), report.attempts(),
				report.elapsed().toMillis() / 1000.0, report.throughput(), String.join(", ", report.nemeses()));
	}

	private static void print(Contestant contestant, Outage.Report report) {
		System.out.printf("| %s | %d | %d | %.2f | %d | %d |%n", contestant, report.requests(), report.attempts(),
				report.attemptsPerRequest(), report.slowest().toMillis(), report.recovery().toMillis());
	}

}
