package dev.mainstay.admission.breaker;

import java.net.ConnectException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mainstay.datasource.DatabaseProduct;

/**
 * A pool and a database that do what a test wants.
 */
final class FakeTarget implements BreakerTarget {

	final AtomicInteger probes = new AtomicInteger();

	final AtomicInteger suspicions = new AtomicInteger();

	volatile boolean empty = true;

	volatile boolean started;

	volatile boolean telling;

	volatile Probe probe = () -> {
		throw refused();
	};

	static SQLException refused() {
		return new SQLException("Connection to db:5432 refused", "08001", new ConnectException("Connection refused"));
	}

	@Override
	public DatabaseProduct product() {
		return DatabaseProduct.POSTGRESQL;
	}

	@Override
	public String address() {
		return "db:5432";
	}

	@Override
	public boolean isStarted() {
		return this.started;
	}

	@Override
	public boolean isEmpty() {
		return this.empty;
	}

	@Override
	public boolean isTelling() {
		return this.telling;
	}

	@Override
	public int idle() {
		return 0;
	}

	@Override
	public long timeoutMillis() {
		return 30_000;
	}

	@Override
	public void suspect() {
		this.suspicions.incrementAndGet();
	}

	@Override
	public void probe(Duration timeout) throws SQLException {
		this.probes.incrementAndGet();
		this.probe.run();
	}

	/**
	 * What a probe finds.
	 */
	@FunctionalInterface
	interface Probe {

		void run() throws SQLException;

	}

}
