package dev.mainstay.sample.demo;

import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

import dev.mainstay.transaction.TransactionRetryTemplate;

/**
 * Moves jars between two shelves, and locks the shelf that a jar is taken from first: the
 * mistake that makes two transactions wait for each other.
 */
@Service
class Pantry {

	private static final int SECONDS_OF_PATIENCE = 2;

	private final TransactionRetryTemplate transactions;

	private final JdbcClient database;

	// Whoever has locked one shelf waits here until somebody has locked the other one.
	private final Exchanger<Side> meeting = new Exchanger<>();

	Pantry(TransactionRetryTemplate transactions, JdbcClient database) {
		this.transactions = transactions;
		this.database = database;
	}

	/**
	 * Move one jar, in a transaction that is tried again when it deadlocks.
	 * @param operation what statistics call it
	 * @param from the shelf to take the jar from
	 * @param to the shelf to put it on
	 * @return what stands there now
	 * @throws InterruptedException if the thread is interrupted
	 */
	Jars move(String operation, Side from, Side to) throws InterruptedException {
		AtomicInteger attempts = new AtomicInteger();
		return this.transactions.withName(operation).run(() -> {
			int attempt = attempts.incrementAndGet();
			add(from, -1);
			if (attempt == 1) {
				meet(from);
			}
			add(to, 1);
			return new Jars(jars(Side.LEFT), jars(Side.RIGHT), attempt);
		});
	}

	// Nobody waits for long: without company there is no deadlock to show.
	private void meet(Side locked) throws InterruptedException {
		try {
			this.meeting.exchange(locked, SECONDS_OF_PATIENCE, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			// Then the jar is moved without further ado.
		}
	}

	private void add(Side side, int jars) {
		this.database.sql("update shelf set jars = jars + :jars where side = :side")
			.param("jars", jars)
			.param("side", side.name())
			.update();
	}

	private int jars(Side side) {
		return this.database.sql("select jars from shelf where side = :side")
			.param("side", side.name())
			.query(Integer.class)
			.single();
	}

}
