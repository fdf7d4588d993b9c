package dev.mainstay.testsupport.ledger;

import java.util.Random;

import dev.mainstay.testsupport.Loss;
import dev.mainstay.testsupport.TcpProxy;

/**
 * Breaks the connection of a request, before the server sees the request or after: every
 * other time that of a commit.
 */
public final class ConnectionCutter implements Nemesis {

	private final TcpProxy proxy;

	private final int interval;

	/**
	 * Create the nemesis.
	 * @param database whose connections are cut
	 * @param interval how many transfers there are between two cuts
	 */
	public ConnectionCutter(LedgerDatabase database, int interval) {
		this.proxy = database.proxy();
		this.interval = interval;
	}

	@Override
	public int interval() {
		return this.interval;
	}

	@Override
	public void strike(Random random) {
		Loss loss = Loss.values()[random.nextInt(Loss.values().length)];
		if (random.nextBoolean()) {
			this.proxy.loseNextCommit(loss);
		}
		else {
			this.proxy.loseNext(loss);
		}
	}

	@Override
	public String summary() {
		return this.proxy.losses() + " connections cut";
	}

	@Override
	public void close() {
		this.proxy.loseNothing();
	}

}
