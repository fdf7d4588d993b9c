package dev.mainstay.testsupport.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;

/**
 * Ends sessions of the application at random, as an administrator does.
 */
public final class SessionKiller implements Nemesis {

	private static final int MARIADB_NO_SUCH_SESSION = 1094;

	private final LedgerDatabase database;

	private final int interval;

	private final Connection admin;

	private int kills;

	/**
	 * Create the nemesis.
	 * @param database whose sessions are ended
	 * @param interval how many transfers there are between two kills
	 * @throws SQLException if the server does not answer
	 */
	public SessionKiller(LedgerDatabase database, int interval) throws SQLException {
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
		List<Long> sessions = this.database.sessions(this.admin);
		if (!sessions.isEmpty()) {
			kill(sessions.get(random.nextInt(sessions.size())));
		}
	}

	private void kill(long session) throws SQLException {
		String sql = (this.database.isPostgres()) ? "SELECT pg_terminate_backend(" + session + ")"
				: "KILL CONNECTION " + session;
		try {
			this.admin.createStatement().execute(sql);
			this.kills++;
		}
		catch (SQLException ex) {
			if (ex.getErrorCode() != MARIADB_NO_SUCH_SESSION) {
				throw ex;
			}
		}
	}

	@Override
	public String summary() {
		return this.kills + " sessions killed";
	}

	@Override
	public void close() throws SQLException {
		this.admin.close();
	}

}
