package dev.mainstay.cache.check.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;

import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.store.Shape;
import dev.mainstay.datasource.ConnectionSource;
import dev.mainstay.datasource.UnknownOutcomeException;

/**
 * One of several that read and write the register at random. Confined to one thread.
 */
final class Client implements Runnable {

	private static final int STEPS = 5;

	private final Access access;

	private final Order order;

	private final Writes writes;

	private final Reader reader;

	private final Random random;

	private final Recording recording = new Recording();

	private long snapshots;

	// Nobody knows what became of a write: it would not be the last one.
	private boolean writing;

	Client(Access access, Order order, Writes writes, Question favourite, Random random) {
		this.access = access;
		this.order = order;
		this.writes = writes;
		this.random = random;
		this.writing = order.writing();
		this.snapshots = random.nextLong() << 8;
		this.reader = new Reader(access, favourite, random, this.recording);
	}

	Recording recording() {
		return this.recording;
	}

	@Override
	public void run() {
		try {
			for (int i = 0; i < STEPS; i++) {
				step();
			}
		}
		catch (Throwable ex) {
			this.recording.fail(ex);
		}
	}

	private void step() throws Throwable {
		if (this.order.rough() && this.random.nextInt(8) == 0) {
			this.access.faults().happen(this.random, this.recording.tally());
		}
		try {
			switch (this.random.nextInt(12)) {
				case 0, 1, 2, 3, 4, 5, 6 -> this.reader.read(null, null);
				case 7 -> this.reader.look(null, null);
				case 8, 9 -> alone();
				default -> unit(0);
			}
		}
		catch (SQLException ex) {
			expect(ex);
		}
	}

	private void expect(SQLException error) throws SQLException {
		if (!Faults.isExpected(error)) {
			throw error;
		}
		this.recording.tally().count("error " + error.getSQLState());
	}

	// A statement that is committed by itself.
	private void alone() throws SQLException {
		if (!this.writing) {
			return;
		}
		Write next = this.writes.next();
		// What others change before it is seen makes the whole schedule hard to judge.
		Write write = (this.random.nextInt(4) > 0) ? next.asReturning() : next;
		try (Connection connection = this.access.connections().getConnection()) {
			alone(connection, write);
		}
	}

	private void alone(Connection connection, Write write) throws SQLException {
		long sent = System.nanoTime();
		try {
			Map<Place, Row> effects = write.perform(connection);
			commit(effects, sent, System.nanoTime(), 0);
		}
		catch (Write.Blurred ex) {
			commit(ex.rows(), sent, System.nanoTime(), write.mark());
		}
		catch (SQLException ex) {
			if (Faults.isLoss(ex) || ex instanceof UnknownOutcomeException) {
				this.writing = false;
				commit(write.foreseen(), sent, Commit.UNKNOWN, write.isForeseen() ? 0 : write.mark());
			}
			throw ex;
		}
	}

	private void commit(Map<Place, Row> effects, long sent, long returned, long mark) {
		if (!effects.isEmpty() || mark != 0) {
			this.recording.add(Commit.of(this.access.instance(), effects, sent, returned, mark));
		}
	}

	private void commit(Unit unit, long sent, long returned) {
		if (!unit.written().isEmpty()) {
			this.recording.add(new Commit(this.access.instance(), unit.written(), unit.origins(), sent, returned, 0));
		}
	}

	private void unit(int depth) throws Throwable {
		int level = (this.random.nextInt(3) > 0) ? Connection.TRANSACTION_READ_COMMITTED : this.random.nextBoolean()
				? Connection.TRANSACTION_REPEATABLE_READ : Connection.TRANSACTION_SERIALIZABLE;
		boolean snapshot = level != Connection.TRANSACTION_READ_COMMITTED;
		Unit unit = new Unit(snapshot ? ++this.snapshots : 0);
		try (Connection connection = this.access.connections().getConnection()) {
			connection.setAutoCommit(false);
			if (snapshot) {
				connection.setTransactionIsolation(level);
			}
			try {
				int parts = 1 + this.random.nextInt(4);
				for (int i = 0; i < parts; i++) {
					part(connection, unit, depth);
				}
				if (this.random.nextInt(4) == 0) {
					connection.rollback();
				}
				else {
					finish(connection, unit);
				}
			}
			catch (SQLException ex) {
				rollback(connection);
				throw ex;
			}
			finally {
				restore(connection);
			}
		}
		catch (SQLException ex) {
			expect(ex);
		}
	}

	private void finish(Connection connection, Unit unit) throws SQLException, Throwable {
		if (this.order.rough() && this.random.nextInt(6) == 0) {
			this.access.faults().happen(this.random, this.recording.tally());
		}
		long sent = System.nanoTime();
		boolean asStatement = this.random.nextInt(10) == 0;
		try {
			if (asStatement) {
				try (Statement statement = connection.createStatement()) {
					statement.execute("COMMIT");
				}
			}
			else {
				connection.commit();
			}
		}
		catch (SQLException ex) {
			if (Faults.isLoss(ex) || ex instanceof UnknownOutcomeException) {
				this.writing = false;
				this.recording.tally().count("commits of unknown outcome");
				commit(unit, sent, Commit.UNKNOWN);
			}
			throw ex;
		}
		commit(unit, sent, System.nanoTime());
		if (asStatement) {
			this.reader.read(connection, new Unit((unit.snapshot() != 0) ? ++this.snapshots : 0));
			connection.rollback();
		}
	}

	private static void rollback(Connection connection) {
		try {
			connection.rollback();
		}
		catch (SQLException ex) {
			// Lost, or of unknown outcome.
		}
	}

	// As Spring leaves a connection.
	private static void restore(Connection connection) {
		try {
			if (!connection.isClosed()) {
				connection.setAutoCommit(true);
			}
		}
		catch (SQLException ex) {
			// It is of no more use.
		}
	}

	private void part(Connection connection, Unit unit, int depth) throws Throwable {
		switch (this.random.nextInt(10)) {
			case 0, 1, 2, 3 -> write(connection, unit);
			case 4, 5, 6 -> this.reader.read(connection, unit);
			case 7 -> this.reader.look(connection, unit);
			case 8 -> savepoint(connection, unit);
			default -> {
				// Whoever has written himself would wait for himself.
				if (depth == 0 && !unit.mayHoldLocks()) {
					unit(1);
				}
			}
		}
	}

	private void savepoint(Connection connection, Unit unit) throws Throwable {
		Savepoint savepoint = connection.setSavepoint();
		unit.begin(System.nanoTime());
		Map<Place, Row> before = unit.written();
		write(connection, unit);
		if (this.random.nextBoolean()) {
			this.reader.read(connection, unit);
		}
		connection.rollback(savepoint);
		unit.back(before);
	}

	private void write(Connection connection, Unit unit) throws SQLException {
		if (this.writing) {
			unit.begin(System.nanoTime());
			unit.writing();
			unit.wrote(this.writes.next().perform(connection));
		}
	}

	/**
	 * What clients of an instance share.
	 *
	 * @param instance the number of the instance
	 * @param connections lends connections
	 * @param reads the cache
	 * @param shape what the answers are counted as
	 * @param faults what goes wrong
	 */
	record Access(int instance, ConnectionSource connections, CachedReads reads, Shape shape, Faults faults) {

	}

}
