package dev.mainstay.cache.check;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * The register in memory, with the isolation of PostgreSQL. Used by one thread at a time;
 * others may go on before and after each thing that becomes visible.
 */
final class ModelDatabase {

	private static final int VERSION = 0;

	private static final int MARK = 1;

	private static final int BALANCE = 2;

	private final Runnable step;

	private final Random random;

	private final int lossesOf;

	// Replaced as a whole by each commit.
	private long[][] committed = new long[History.PLACES][3];

	private final @Nullable Session[] locks = new Session[History.PLACES];

	private final List<Session> late = new ArrayList<>();

	/**
	 * Create the register.
	 * @param step others may go on
	 * @param random decides what goes wrong
	 * @param lossesOf one of how many commits goes wrong
	 */
	ModelDatabase(Runnable step, Random random, int lossesOf) {
		this.step = step;
		this.random = random;
		this.lossesOf = lossesOf;
	}

	Connection connect() {
		return proxy(Connection.class, new Session());
	}

	private void step() {
		if (!this.late.isEmpty() && this.random.nextInt(4) == 0) {
			this.late.remove(0).apply();
		}
		this.step.run();
	}

	private static <T> T proxy(Class<T> type, InvocationHandler handler) {
		return type
			.cast(Proxy.newProxyInstance(ModelDatabase.class.getClassLoader(), new Class<?>[] { type }, handler));
	}

	/**
	 * One session.
	 */
	private final class Session implements InvocationHandler {

		private boolean autoCommit = true;

		private int isolation = Connection.TRANSACTION_READ_COMMITTED;

		private long @Nullable [][] snapshot;

		private long @Nullable [] @Nullable [] own = new long[History.PLACES][];

		private boolean failed;

		private boolean lost;

		@Override
		public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
			return switch (method.getName()) {
				case "prepareStatement" -> proxy(PreparedStatement.class, new Request(this, (String) arguments[0]));
				case "createStatement" -> proxy(Statement.class, new Request(this, ""));
				case "getAutoCommit" -> this.autoCommit;
				case "setAutoCommit" -> {
					this.autoCommit = (Boolean) arguments[0];
					yield null;
				}
				case "setTransactionIsolation" -> {
					this.isolation = (Integer) arguments[0];
					yield null;
				}
				case "commit" -> {
					commit();
					yield null;
				}
				case "rollback" -> {
					if (arguments != null) {
						SavedRows saved = (SavedRows) arguments[0];
						this.own = saved.rows();
						this.failed = false;
					}
					else {
						rollback();
					}
					yield null;
				}
				case "setSavepoint" -> new SavedRows(copy(this.own));
				case "isClosed" -> false;
				case "close" -> {
					if (!this.lost) {
						over();
					}
					yield null;
				}
				default -> throw new UnsupportedOperationException(method.toString());
			};
		}

		private long @Nullable [] @Nullable [] copy(long @Nullable [] @Nullable [] rows) {
			return rows.clone();
		}

		private void check() throws SQLException {
			if (this.lost) {
				throw new SQLException("The connection is lost", "08006");
			}
			if (this.failed) {
				throw new SQLException("The transaction is aborted", "25P02");
			}
			if (!this.autoCommit && this.snapshot == null) {
				this.snapshot = ModelDatabase.this.committed;
			}
		}

		private long[] row(int place) {
			long[] mine = this.own[place];
			if (mine != null) {
				return mine;
			}
			return isSnapshot() ? this.snapshot[place] : ModelDatabase.this.committed[place];
		}

		private boolean isSnapshot() {
			return !this.autoCommit && this.isolation != Connection.TRANSACTION_READ_COMMITTED;
		}

		private long update(int place, long mark, long amount) throws SQLException {
			Session owner = ModelDatabase.this.locks[place];
			long[] latest = ModelDatabase.this.committed[place];
			if ((owner != null && owner != this)
					|| (isSnapshot() && this.own[place] == null && this.snapshot[place] != latest)) {
				this.failed = !this.autoCommit;
				throw new SQLException("Somebody else writes this row", "40001");
			}
			ModelDatabase.this.locks[place] = this;
			long[] before = (this.own[place] != null) ? this.own[place] : latest;
			this.own[place] = new long[] { before[VERSION] + 1, mark, before[BALANCE] + amount };
			return before[VERSION] + 1;
		}

		private void apply() {
			long[][] next = ModelDatabase.this.committed.clone();
			for (int i = 0; i < next.length; i++) {
				long[] mine = this.own[i];
				if (mine != null) {
					next[i] = mine;
				}
			}
			ModelDatabase.this.committed = next;
			over();
		}

		private void over() {
			for (int i = 0; i < History.PLACES; i++) {
				if (ModelDatabase.this.locks[i] == this) {
					ModelDatabase.this.locks[i] = null;
				}
			}
			this.own = new long[History.PLACES][];
			this.snapshot = null;
			this.failed = false;
		}

		private void rollback() throws SQLException {
			step();
			if (this.lost) {
				throw new SQLException("The connection is lost", "08006");
			}
			over();
		}

		private void commit() throws SQLException {
			step();
			check();
			int fate = ModelDatabase.this.random.nextInt(ModelDatabase.this.lossesOf);
			if (fate == 0) {
				over();
				throw new SQLException("It cannot be serialized", "40001");
			}
			if (fate == 1) {
				// Nobody knows: it is done, will be done, or never.
				this.lost = true;
				switch (ModelDatabase.this.random.nextInt(3)) {
					case 0 -> apply();
					case 1 -> ModelDatabase.this.late.add(this);
					default -> over();
				}
				step();
				throw new SQLException("The connection is lost", "08006");
			}
			apply();
			step();
		}

	}

	/**
	 * What a transaction had written at a savepoint.
	 *
	 * @param rows the rows
	 */
	private record SavedRows(long @Nullable [] @Nullable [] rows) implements Savepoint {

		@Override
		public int getSavepointId() {
			return 1;
		}

		@Override
		public String getSavepointName() {
			return "saved";
		}

	}

	/**
	 * A statement.
	 */
	private final class Request implements InvocationHandler {

		private final Session session;

		private final String sql;

		private long[] parameters = new long[3];

		private final List<long[]> batch = new ArrayList<>();

		Request(Session session, String sql) {
			this.session = session;
			this.sql = sql;
		}

		@Override
		public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
			return switch (method.getName()) {
				case "setInt", "setLong" -> {
					this.parameters[(Integer) arguments[0] - 1] = ((Number) arguments[1]).longValue();
					yield null;
				}
				case "addBatch" -> {
					this.batch.add(this.parameters.clone());
					yield null;
				}
				case "executeBatch" -> batch();
				case "executeQuery" -> query();
				case "execute" -> {
					// COMMIT is the only one.
					this.session.commit();
					yield false;
				}
				case "getFetchSize" -> 0;
				case "close" -> null;
				default -> throw new UnsupportedOperationException(method.toString());
			};
		}

		private int[] batch() throws SQLException {
			step();
			this.session.check();
			try {
				for (long[] one : this.batch) {
					this.session.update(place(one[2]), one[0], one[1]);
				}
			}
			catch (SQLException ex) {
				this.session.over();
				throw ex;
			}
			this.session.apply();
			step();
			return new int[this.batch.size()];
		}

		private int place(long row) {
			return Question.place(this.sql.contains("reg_a") ? 0 : 1, row);
		}

		private ResultSet query() throws SQLException {
			step();
			this.session.check();
			List<long[]> rows = new ArrayList<>();
			if (this.sql.startsWith("UPDATE")) {
				rows.add(new long[] {
						this.session.update(place(this.parameters[2]), this.parameters[0], this.parameters[1]) });
				if (this.session.autoCommit) {
					this.session.apply();
				}
			}
			else {
				read(rows);
			}
			step();
			return proxy(ResultSet.class, new Rows(rows));
		}

		private void read(List<long[]> rows) {
			if (this.sql.contains("sum(")) {
				long sum = 0;
				for (int row = 0; row < Question.ROWS; row++) {
					sum += this.session.row(place(row))[VERSION];
				}
				rows.add(new long[] { place(0) / Question.ROWS, -1, sum, 0, 0 });
				return;
			}
			boolean all = this.sql.contains("reg_all");
			for (int i = 0; i < History.PLACES; i++) {
				long[] row = this.session.row(i);
				if ((all || i == place(this.parameters[0])) && (!this.sql.contains("%") || row[VERSION] % 2 == 1)) {
					rows.add(
							new long[] { i / Question.ROWS, i % Question.ROWS, row[VERSION], row[MARK], row[BALANCE] });
				}
			}
		}

	}

	/**
	 * A result.
	 */
	private static final class Rows implements InvocationHandler {

		private final List<long[]> rows;

		private int position = -1;

		Rows(List<long[]> rows) {
			this.rows = rows;
		}

		@Override
		public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) {
			return switch (method.getName()) {
				case "next" -> ++this.position < this.rows.size();
				case "getLong" -> this.rows.get(this.position)[(Integer) arguments[0] - 1];
				case "close" -> null;
				default -> throw new UnsupportedOperationException(method.toString());
			};
		}

	}

}
