package dev.mainstay.testsupport.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Loses the synchronous standby of a PostgreSQL server for a moment, so that commits are
 * done and wait, and ends some of the sessions that wait: their clients get an error for
 * what is committed.
 */
public final class StandbyLoss implements Nemesis {

	private static final String WAITING = """
			SELECT pid FROM pg_stat_activity WHERE datname = ? AND wait_event = 'SyncRep' ORDER BY pid""";

	private static final int VICTIMS = 3;

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final LedgerDatabase database;

	private final int interval;

	private final Connection admin;

	private int strikes;

	private int kills;

	/**
	 * Create the nemesis.
	 * @param database a database in a PostgreSQL server of the caller's own
	 * @param interval how many transfers there are between two strikes
	 * @throws SQLException if the server does not answer
	 */
	public StandbyLoss(LedgerDatabase database, int interval) throws SQLException {
		this.database = database;
		this.interval = interval;
		this.admin = database.server().admin();
	}

	@Override
	public int interval() {
		return this.interval;
	}

	@Override
	public void strike(Random random) throws SQLException {
		this.strikes++;
		configure("ALTER SYSTEM SET synchronous_standby_names = 'missing'");
		try {
			Awaitility.await()
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(2))
				.atMost(PATIENCE)
				.until(() -> waiting().size() >= VICTIMS);
		}
		catch (ConditionTimeoutException ex) {
			// Near the end of the work fewer commit.
		}
		try {
			kill(random);
		}
		finally {
			configure("ALTER SYSTEM RESET synchronous_standby_names");
		}
	}

	private void kill(Random random) throws SQLException {
		List<Long> victims = waiting();
		Collections.shuffle(victims, random);
		for (Long victim : victims.subList(0, Math.min(VICTIMS, victims.size()))) {
			this.admin.createStatement().execute("SELECT pg_terminate_backend(" + victim + ")");
			this.kills++;
		}
	}

	private List<Long> waiting() throws SQLException {
		return this.database.sessions(this.admin, WAITING);
	}

	private void configure(String sql) throws SQLException {
		this.admin.createStatement().execute(sql);
		this.admin.createStatement().execute("SELECT pg_reload_conf()");
	}

	@Override
	public String summary() {
		return this.kills + " commits killed while the standby was away (" + this.strikes + " times)";
	}

	@Override
	public void close() throws SQLException {
		configure("ALTER SYSTEM RESET synchronous_standby_names");
		this.admin.close();
	}

}
