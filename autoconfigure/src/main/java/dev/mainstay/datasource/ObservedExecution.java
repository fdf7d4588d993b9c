package dev.mainstay.datasource;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.mainstay.operation.Operation;
import dev.mainstay.operation.WorkScope;

/**
 * The executions of one statement, one after the other: notes what listeners want to
 * know. Belongs to the thread that uses the connection; another one may look at it while
 * the database works.
 */
final class ObservedExecution implements StatementExecution {

	private static final int NO_ROWS_KNOWN = -1;

	private final AdvisedConnection connection;

	private final Statement statement;

	private final StatementListener listener;

	// Of a prepared statement.
	private final @Nullable String preparedText;

	private @Nullable String sql;

	private boolean textGiven;

	// What was collected for a batch of texts, until it is sent.
	private @Nullable String collectedText;

	private boolean differentTexts;

	private int collected;

	private int batchSize;

	private long startedNanos;

	private long elapsedNanos;

	private long rows;

	private @Nullable SQLException error;

	// There is a result to be read, or a number of rows to be asked for.
	private boolean resultOpen;

	private boolean pending;

	// The driver has given an answer or an error, and not just come back.
	private boolean outcomeKnown;

	private int number;

	private @Nullable ObservedExecution olderPending;

	private int boundHash;

	private boolean boundAnew = true;

	private int parameterHash;

	private @Nullable List<@Nullable Object> parameters;

	// What the latest execution was sent with, although the next one is being bound.
	private @Nullable List<@Nullable Object> sentParameters;

	private @Nullable Operation operation;

	private @Nullable Thread thread;

	private @Nullable RowWatcher watcher;

	ObservedExecution(AdvisedConnection connection, Statement statement, @Nullable String sql) {
		this.connection = connection;
		this.statement = statement;
		this.listener = connection.advice().statementListener();
		this.preparedText = sql;
		this.sql = sql;
	}

	Statement statement() {
		return this.statement;
	}

	void text(String sql) {
		// What is open was sent with another text.
		complete();
		this.sql = sql;
		this.textGiven = true;
	}

	void addText(String sql) {
		if (this.collected == 0) {
			this.collectedText = sql;
		}
		else if (!sql.equals(this.collectedText)) {
			this.differentTexts = true;
		}
		this.collected++;
	}

	void addBatch() {
		this.collected++;
	}

	void clearBatch() {
		this.collected = 0;
		this.collectedText = null;
		this.differentTexts = false;
	}

	void bound(int index, long value) {
		bind(ParameterHash.add(boundHash(), index, value));
		if (isKept()) {
			keep(index, value);
		}
	}

	void bound(int index, boolean value) {
		bind(ParameterHash.add(boundHash(), index, value ? 1 : 0));
		if (isKept()) {
			keep(index, value);
		}
	}

	void bound(int index, double value) {
		bind(ParameterHash.add(boundHash(), index, Double.doubleToRawLongBits(value)));
		if (isKept()) {
			keep(index, value);
		}
	}

	void bound(int index, @Nullable Object value) {
		bind(ParameterHash.add(boundHash(), index, value));
		if (isKept()) {
			keep(index, value);
		}
	}

	/**
	 * A parameter was bound that the driver is to convert.
	 * @param index the position, from 1
	 * @param value the value
	 * @param sqlType the type of {@link java.sql.Types} to convert it to
	 */
	void bound(int index, @Nullable Object value, int sqlType) {
		bind(ParameterHash.add(boundHash(), index, value));
		if (isKept()) {
			keep(index, (value == null || isUnchanged(value, sqlType)) ? value : new Inexact(value));
		}
	}

	// Whether the driver has nothing to convert. What is too large for a type it may cut.
	private static boolean isUnchanged(Object value, int sqlType) {
		return switch (sqlType) {
			case Types.SMALLINT -> isWhole(value) && ((Number) value).shortValue() == ((Number) value).longValue();
			case Types.INTEGER -> isWhole(value) && ((Number) value).intValue() == ((Number) value).longValue();
			case Types.BIGINT -> isWhole(value);
			case Types.VARCHAR -> value instanceof String;
			case Types.BOOLEAN, Types.BIT -> value instanceof Boolean;
			case Types.OTHER -> true;
			default -> false;
		};
	}

	private static boolean isWhole(Object value) {
		return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
	}

	private boolean isKept() {
		return this.parameters != null || this.listener.wantsParameters();
	}

	/**
	 * A parameter of a call was bound by its name, so that its position is not known.
	 * @param name the name
	 * @param value the value
	 */
	void bound(String name, @Nullable Object value) {
		bind(ParameterHash.add(boundHash(), Objects.hashCode(name), value));
	}

	private int boundHash() {
		return this.boundAnew ? 0 : this.boundHash;
	}

	private void bind(int hash) {
		this.boundHash = hash;
		this.boundAnew = false;
	}

	private void keep(int index, @Nullable Object value) {
		List<@Nullable Object> kept = this.parameters;
		if (kept == null || kept == this.sentParameters) {
			kept = (kept != null) ? new ArrayList<>(kept) : new ArrayList<>();
			this.parameters = kept;
		}
		if (index < 1 || index > Short.MAX_VALUE * 2 + 1) {
			// The driver says what is wrong with that.
			return;
		}
		while (kept.size() < index) {
			kept.add(Inexact.UNKNOWN);
		}
		kept.set(index - 1, value);
	}

	void clearParameters() {
		this.boundHash = 0;
		this.boundAnew = true;
		this.parameters = null;
	}

	/**
	 * A statement is about to be sent.
	 * @param batch whether what was collected is sent
	 * @throws SQLException if it must not be
	 */
	void sending(boolean batch) throws SQLException {
		complete();
		if (batch && this.collectedText != null) {
			this.sql = this.differentTexts ? null : this.collectedText;
		}
		else if (this.preparedText != null && !this.textGiven) {
			// After somebody has tried to execute another text with it.
			this.sql = this.preparedText;
		}
		this.textGiven = false;
		this.connection.sending(this.sql);
		this.number++;
		this.batchSize = batch ? this.collected : 0;
		this.elapsedNanos = 0;
		this.rows = NO_ROWS_KNOWN;
		this.error = null;
		this.resultOpen = false;
		this.outcomeKnown = false;
		this.watcher = null;
		this.parameterHash = this.boundHash;
		this.sentParameters = this.parameters;
		if (this.listener != StatementListeners.NOBODY) {
			this.operation = WorkScope.currentOperation();
			this.thread = Thread.currentThread();
			this.startedNanos = this.connection.advice().nanoTime();
			this.listener.started(this);
		}
		this.connection.work().sent(this);
	}

	/**
	 * The database has answered, or the statement has failed.
	 */
	void answered() {
		if (this.listener != StatementListeners.NOBODY) {
			long now = this.connection.advice().nanoTime();
			this.elapsedNanos = now - this.startedNanos;
			this.connection.work().lasted(this.startedNanos, now);
		}
		this.connection.work().answered(this.sql);
		this.boundAnew = true;
		if (!this.outcomeKnown) {
			this.error = new SQLException("The driver failed with something that is no SQLException");
		}
		if (this.batchSize != 0) {
			clearBatch();
		}
		if (this.listener == StatementListeners.NOBODY) {
			return;
		}
		this.listener.answered(this);
		if (this.resultOpen) {
			this.pending = true;
			this.olderPending = this.connection.work().pending(this);
		}
		else {
			this.listener.completed(this);
		}
	}

	void failed(SQLException error) {
		this.outcomeKnown = true;
		this.error = error;
		this.resultOpen = false;
	}

	/**
	 * There is neither a result nor a number of rows.
	 */
	void nothingOpen() {
		this.outcomeKnown = true;
	}

	/**
	 * There is a result whose rows are to be counted.
	 */
	void resultOpen() {
		this.outcomeKnown = true;
		this.resultOpen = true;
		this.rows = Math.max(this.rows, 0);
	}

	/**
	 * There is a result, or a number of changed rows, that the application may ask for.
	 */
	void outcomeOpen() {
		this.outcomeKnown = true;
		this.resultOpen = true;
	}

	int changed(int count) {
		this.outcomeKnown = true;
		this.rows = count;
		return count;
	}

	long changed(long count) {
		this.outcomeKnown = true;
		this.rows = count;
		return count;
	}

	int[] changed(int[] counts) {
		this.outcomeKnown = true;
		long sum = 0;
		for (int count : counts) {
			sum = (count >= 0 && sum >= 0) ? sum + count : NO_ROWS_KNOWN;
		}
		this.rows = sum;
		return counts;
	}

	long[] changed(long[] counts) {
		this.outcomeKnown = true;
		long sum = 0;
		for (long count : counts) {
			sum = (count >= 0 && sum >= 0) ? sum + count : NO_ROWS_KNOWN;
		}
		this.rows = sum;
		return counts;
	}

	/**
	 * The application has asked how many rows were changed.
	 * @param count the answer, -1 if there are none or there is a result
	 */
	void countAsked(long count) {
		if (this.pending && count >= 0) {
			this.rows = count;
			complete();
		}
	}

	/**
	 * A row was read.
	 * @param row the driver's result, at that row
	 */
	void readRow(ResultSet row) {
		if (this.pending) {
			this.rows++;
		}
		RowWatcher watching = this.watcher;
		if (watching != null) {
			tell(watching, row);
		}
	}

	private void tell(RowWatcher watching, ResultSet row) {
		try {
			watching.row(row);
		}
		catch (SQLException | RuntimeException ex) {
			// The application reads the same row, and hears of what is wrong with it.
			this.watcher = null;
			watching.lost();
		}
	}

	/**
	 * There are no more rows.
	 */
	void readAll() {
		RowWatcher watching = this.watcher;
		if (watching != null) {
			this.watcher = null;
			watching.end();
		}
		complete();
	}

	/**
	 * Read a row that the database may have to send first.
	 * @param result the result
	 * @return whether there is one
	 * @throws SQLException if the database fails
	 */
	boolean fetch(ResultSet result) throws SQLException {
		if (!this.pending) {
			return result.next();
		}
		long before = this.connection.advice().nanoTime();
		try {
			return result.next();
		}
		finally {
			long now = this.connection.advice().nanoTime();
			this.elapsedNanos += now - before;
			this.connection.work().lasted(before, now);
		}
	}

	/**
	 * Nothing more will be known about the last execution.
	 */
	void complete() {
		if (this.pending) {
			this.pending = false;
			this.connection.work().completed(this);
			this.listener.completed(this);
		}
	}

	/**
	 * Tells the executions of this statement apart: results of an earlier one may still
	 * be closed.
	 * @return the number of the latest one
	 */
	int number() {
		return this.number;
	}

	@Nullable ObservedExecution olderPending() {
		return this.olderPending;
	}

	void olderPending(@Nullable ObservedExecution older) {
		this.olderPending = older;
	}

	@Override
	public AdvisedConnection connection() {
		return this.connection;
	}

	@Override
	public @Nullable String sql() {
		return this.sql;
	}

	@Override
	public int batchSize() {
		return this.batchSize;
	}

	@Override
	public long startedNanos() {
		return this.startedNanos;
	}

	@Override
	public long elapsedNanos() {
		return this.elapsedNanos;
	}

	@Override
	public long rows() {
		return this.rows;
	}

	@Override
	public @Nullable SQLException error() {
		return this.error;
	}

	@Override
	public int parameterHash() {
		return this.parameterHash;
	}

	@Override
	public List<@Nullable Object> parameters() {
		List<@Nullable Object> kept = this.sentParameters;
		if (kept == null) {
			return List.of();
		}
		for (Object value : kept) {
			if (value instanceof Inexact) {
				return values(kept);
			}
		}
		return Collections.unmodifiableList(kept);
	}

	private static List<@Nullable Object> values(List<@Nullable Object> kept) {
		List<@Nullable Object> values = new ArrayList<>(kept.size());
		for (Object value : kept) {
			values.add((value instanceof Inexact inexact) ? inexact.value() : value);
		}
		return Collections.unmodifiableList(values);
	}

	@Override
	public boolean isExact(int position) {
		List<@Nullable Object> kept = this.sentParameters;
		return kept != null && position <= kept.size() && !(kept.get(position - 1) instanceof Inexact);
	}

	@Override
	public boolean watchRows(RowWatcher newWatcher) {
		if (this.watcher != null || !areRowsAll()) {
			return false;
		}
		this.watcher = newWatcher;
		return true;
	}

	private boolean areRowsAll() {
		try {
			return this.statement.getMaxRows() == 0 && this.statement.getResultSetType() == ResultSet.TYPE_FORWARD_ONLY;
		}
		catch (SQLException ex) {
			// A statement that cannot say it is not executed either.
			return false;
		}
	}

	@Override
	public @Nullable Operation operation() {
		return this.operation;
	}

	@Override
	public Thread thread() {
		Thread known = this.thread;
		return (known != null) ? known : Thread.currentThread();
	}

	/**
	 * A value that the driver makes something else of, or that was not seen.
	 *
	 * @param value the value as it was bound
	 */
	private record Inexact(@Nullable Object value) {

		static final Inexact UNKNOWN = new Inexact(null);

	}

}
