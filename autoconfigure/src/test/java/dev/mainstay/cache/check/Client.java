package dev.mainstay.cache.check;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.read.ReadOptions;
import dev.mainstay.cache.store.Shape;
import dev.mainstay.datasource.ConnectionSource;
import dev.mainstay.datasource.UnknownOutcomeException;

/**
 * One of several that read and write the register at random. Confined to one thread.
 */
final class Client implements Runnable {

	private final ConnectionSource connections;

	private final CachedReads reads;

	private final Shape shape;

	private final History history;

	private final Flaw flaw;

	private final Random random;

	private final int steps;

	private final Question favourite;

	private final Faults faults;

	private final History.Memory memory = new History.Memory();

	private volatile @Nullable Throwable failure;

	Client(ConnectionSource connections, CachedReads reads, Shape shape, History history, Flaw flaw, Faults faults,
			Random random, int steps, Question favourite) {
		this.favourite = favourite;
		this.connections = connections;
		this.reads = reads;
		this.shape = shape;
		this.history = history;
		this.flaw = flaw;
		this.faults = faults;
		this.random = random;
		this.steps = steps;
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

	@Override
	public void run() {
		try {
			for (int i = 0; i < this.steps; i++) {
				step();
			}
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
	}

	private void step() throws Throwable {
		switch (this.random.nextInt(12)) {
			case 0, 1, 2, 3, 4, 5, 6 -> read(null, null);
			case 7 -> look(null, null);
			case 8 -> alone();
			case 9 -> batch();
			default -> unit(0);
		}
	}

	private Question question() {
		return this.random.nextBoolean() ? this.favourite : Question.any(this.random);
	}

	// Through the cache.
	private void read(@Nullable Connection connection, @Nullable Unit unit) throws Throwable {
		Question question = question();
		if (unit != null) {
			unit.sending(this.history.floors());
		}
		long[] floors = this.history.floors();
		long[] rows = null;
		if (this.flaw == Flaw.STAMPS_AFTER_THE_LOAD && unit == null) {
			long[] early = load(question, connection);
			rows = this.reads.read(question, this.shape, ReadOptions.DEFAULTS, () -> {
				load(question, connection);
				return early;
			});
		}
		else {
			rows = this.reads.read(question, this.shape, ReadOptions.DEFAULTS, () -> load(question, connection));
		}
		this.history.check(question, (rows != null) ? rows : new long[0], floors, this.memory, unit);
	}

	// Past the cache.
	private void look(@Nullable Connection connection, @Nullable Unit unit) throws SQLException {
		Question question = question();
		if (unit != null) {
			unit.sending(this.history.floors());
		}
		long[] floors = this.history.floors();
		this.history.check(question, load(question, connection), floors, this.memory, unit);
	}

	private long[] load(Question question, @Nullable Connection connection) throws SQLException {
		if (connection != null) {
			return rows(question, connection);
		}
		try (Connection own = this.connections.getConnection()) {
			return rows(question, own);
		}
	}

	private static long[] rows(Question question, Connection connection) throws SQLException {
		long[] rows = new long[0];
		try (PreparedStatement statement = connection.prepareStatement(question.sql())) {
			statement.setInt(1, question.parameter());
			try (ResultSet result = statement.executeQuery()) {
				while (result.next()) {
					rows = Arrays.copyOf(rows, rows.length + Question.WIDTH);
					for (int i = 0; i < Question.WIDTH; i++) {
						rows[rows.length - Question.WIDTH + i] = result.getLong(i + 1);
					}
				}
			}
		}
		return rows;
	}

	// A statement that is committed by itself.
	private void alone() throws SQLException {
		int table = this.random.nextInt(Question.TABLES);
		int row = this.random.nextInt(Question.ROWS);
		int place = Question.place(table, row);
		long mark = this.history.mark(place);
		this.history.committing(mark);
		try (Connection connection = this.connections.getConnection()) {
			long version = write(connection, table, row, mark, 0);
			this.history.returned(place, version);
			this.memory.saw(place, version);
		}
		catch (SQLException ex) {
			expect(ex);
		}
	}

	private void batch() throws SQLException {
		int table = this.random.nextInt(Question.TABLES);
		long[] floors = this.history.floors();
		try (Connection connection = this.connections.getConnection();
				PreparedStatement statement = connection.prepareStatement(sql(table, false))) {
			for (int row = 0; row < Question.ROWS; row++) {
				long mark = this.history.mark(Question.place(table, row));
				this.history.committing(mark);
				statement.setLong(1, mark);
				statement.setLong(2, 0);
				statement.setInt(3, row);
				statement.addBatch();
			}
			statement.executeBatch();
			for (int row = 0; row < Question.ROWS; row++) {
				int place = Question.place(table, row);
				this.history.returned(place, floors[place] + 1);
			}
		}
		catch (SQLException ex) {
			expect(ex);
		}
	}

	private static String sql(int table, boolean returning) {
		return "UPDATE " + Question.name(table) + " SET version = version + 1, mark = ?, balance = balance + ?"
				+ " WHERE id = ?" + (returning ? " RETURNING version" : "");
	}

	private static long write(Connection connection, int table, int row, long mark, long amount) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql(table, true))) {
			statement.setLong(1, mark);
			statement.setLong(2, amount);
			statement.setInt(3, row);
			try (ResultSet result = statement.executeQuery()) {
				result.next();
				return result.getLong(1);
			}
		}
	}

	private void unit(int depth) throws Throwable {
		int level = (this.random.nextInt(3) > 0) ? Connection.TRANSACTION_READ_COMMITTED : this.random.nextBoolean()
				? Connection.TRANSACTION_REPEATABLE_READ : Connection.TRANSACTION_SERIALIZABLE;
		Unit unit = new Unit(level != Connection.TRANSACTION_READ_COMMITTED);
		boolean committed = false;
		try (Connection connection = this.connections.getConnection()) {
			connection.setAutoCommit(false);
			if (unit.isSnapshot()) {
				isolate(connection, level);
			}
			try {
				int parts = 1 + this.random.nextInt(4);
				for (int i = 0; i < parts; i++) {
					part(connection, unit, depth);
				}
				if (this.random.nextInt(4) == 0) {
					rollback(connection, unit);
				}
				else {
					this.faults.beforeCommit(connection, this.random);
					unit.marks().forEach(this.history::committing);
					commit(connection, unit);
					committed = true;
				}
			}
			catch (UnknownOutcomeException ex) {
				// Both are possible.
			}
			catch (SQLException ex) {
				rollback(connection, unit);
				expect(ex);
			}
			finally {
				if (committed) {
					unit.written().forEach(this.history::returned);
					if (!unit.isSnapshot()) {
						unit.written().forEach(this.memory::saw);
					}
				}
				if (!connection.isClosed()) {
					restore(connection);
				}
			}
		}
		catch (SQLException ex) {
			expect(ex);
		}
	}

	private void isolate(Connection connection, int level) throws SQLException {
		if (this.flaw == Flaw.DOES_NOT_SEE_SNAPSHOTS) {
			((dev.mainstay.datasource.ForwardingConnection) connection).delegate().setTransactionIsolation(level);
		}
		else {
			connection.setTransactionIsolation(level);
		}
	}

	// As Spring leaves a connection.
	private static void restore(Connection connection) {
		try {
			connection.setAutoCommit(true);
		}
		catch (SQLException ex) {
			// It is of no more use.
		}
	}

	private void commit(Connection connection, Unit unit) throws Throwable {
		if (this.random.nextInt(10) == 0) {
			try (Statement statement = connection.createStatement()) {
				statement.execute("COMMIT");
			}
			unit.written().forEach(this.history::returned);
			read(connection, new Unit(unit.isSnapshot()));
			connection.rollback();
		}
		else {
			connection.commit();
		}
	}

	private void rollback(Connection connection, Unit unit) {
		try {
			connection.rollback();
		}
		catch (SQLException ex) {
			// Lost or of unknown outcome.
		}
	}

	private void part(Connection connection, Unit unit, int depth) throws Throwable {
		switch (this.random.nextInt(10)) {
			case 0, 1, 2 -> write(connection, unit);
			case 3 -> transfer(connection, unit);
			case 4, 5, 6 -> read(connection, unit);
			case 7 -> look(connection, unit);
			case 8 -> {
				Savepoint savepoint = connection.setSavepoint();
				unit.sending(this.history.floors());
				Map<Integer, Long> before = unit.savepoint();
				write(connection, unit);
				if (this.random.nextBoolean()) {
					read(connection, unit);
				}
				connection.rollback(savepoint);
				unit.back(before);
			}
			default -> {
				// Whoever has written himself would wait for himself.
				if (depth == 0 && !unit.hasWritten()) {
					unit(1);
				}
			}
		}
	}

	private void write(Connection connection, Unit unit) throws SQLException {
		int table = this.random.nextInt(Question.TABLES);
		int row = this.random.nextInt(Question.ROWS);
		write(connection, unit, table, row, 0);
	}

	private void write(Connection connection, Unit unit, int table, int row, long amount) throws SQLException {
		unit.sending(this.history.floors());
		int place = Question.place(table, row);
		long mark = this.history.mark(place);
		unit.mark(mark);
		unit.wrote(place, write(connection, table, row, mark, amount), mark);
	}

	private void transfer(Connection connection, Unit unit) throws SQLException {
		int row = this.random.nextInt(Question.ROWS);
		long amount = 1 + this.random.nextInt(100);
		write(connection, unit, 0, row, -amount);
		write(connection, unit, 1, row, amount);
	}

	private void expect(SQLException error) throws SQLException {
		if (!this.faults.isExpected(error)) {
			throw error;
		}
	}

	/**
	 * What goes wrong besides.
	 */
	interface Faults {

		/**
		 * Perhaps something happens to a connection.
		 * @param connection the connection
		 * @param random decides
		 * @throws SQLException if it happens at once
		 */
		default void beforeCommit(Connection connection, Random random) throws SQLException {
		}

		/**
		 * Return whether an error belongs to what goes wrong.
		 * @param error the error
		 * @return whether the client goes on
		 */
		default boolean isExpected(SQLException error) {
			String state = String.valueOf(error.getSQLState());
			return state.startsWith("40") || state.startsWith("08") || state.startsWith("57") || state.startsWith("25")
					|| error instanceof UnknownOutcomeException;
		}

	}

}
