package dev.mainstay.constraint;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.SideConnections;
import dev.mainstay.testsupport.TestDatabase;

/**
 * A single data source that leads to a test's database, or to none.
 */
final class OneDatabase implements SideConnections {

	final AtomicInteger opened = new AtomicInteger();

	final AtomicLong nanoTime = new AtomicLong();

	volatile boolean down;

	volatile CountDownLatch gate = new CountDownLatch(0);

	private final TestDatabase database;

	private final DatabaseProduct product;

	OneDatabase(TestDatabase database, DatabaseProduct product) {
		this.database = database;
		this.product = product;
	}

	@Override
	public List<String> dataSources() {
		return List.of("dataSource");
	}

	@Override
	public DatabaseProduct product(String dataSource) {
		return this.product;
	}

	@Override
	public Connection open(String dataSource, Duration timeout) throws SQLException {
		this.opened.incrementAndGet();
		try {
			this.gate.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (this.down) {
			throw new SQLTransientConnectionException("down");
		}
		return this.database.connect();
	}

	DatabaseConstraintExplainer explainer() {
		return new DatabaseConstraintExplainer(this, new ErrorOrigins(this), details());
	}

	ViolationCounts counts() {
		return new ViolationCounts(this, details(), Clock.systemUTC());
	}

	private ViolationDetails details() {
		return new ViolationDetails(this, new ViolationMessages(new Texts(Map.of(), Map.of()), null),
				this.nanoTime::get);
	}

	/**
	 * What an application says.
	 *
	 * @param messages its messages
	 * @param fields its fields
	 */
	record Texts(Map<String, String> messages, Map<String, String> fields) implements ConstraintSettings {

	}

}
