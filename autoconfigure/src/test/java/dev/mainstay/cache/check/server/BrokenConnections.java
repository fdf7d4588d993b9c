package dev.mainstay.cache.check.server;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Random;

import dev.mainstay.testsupport.Loss;
import dev.mainstay.testsupport.TcpProxy;

/**
 * Kills sessions, and loses requests to commit, their answers and their connections.
 */
final class BrokenConnections implements Faults, AutoCloseable {

	private final TcpProxy proxy;

	// Guarded by this.
	private final Database database;

	private final String applicationName;

	BrokenConnections(TcpProxy proxy, Database database, String applicationName) {
		this.proxy = proxy;
		this.database = database;
		this.applicationName = applicationName;
	}

	@Override
	public void happen(Random random, Tally tally) {
		Loss loss = Loss.values()[random.nextInt(Loss.values().length)];
		switch (random.nextInt(5)) {
			case 0, 1 -> kill(tally);
			case 2, 3 -> {
				tally.count("commits: lost " + loss.name().toLowerCase(Locale.ROOT));
				this.proxy.loseNextCommit(loss);
			}
			default -> {
				tally.count("requests: lost " + loss.name().toLowerCase(Locale.ROOT));
				this.proxy.loseNext(loss);
			}
		}
	}

	private synchronized void kill(Tally tally) {
		try {
			if (this.database.kill(this.applicationName)) {
				tally.count("sessions killed");
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void cease() {
		this.proxy.loseNothing();
	}

	@Override
	public synchronized void close() {
		this.database.close();
		this.proxy.close();
	}

}
