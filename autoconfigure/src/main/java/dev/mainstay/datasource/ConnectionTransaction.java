package dev.mainstay.datasource;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.SQLException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * The truth about the transaction of one connection.
 *
 * What JDBC calls a successful commit is not always one: PostgreSQL's driver returns
 * normally although the server rolled a failed transaction back, and after a deadlock
 * MariaDB and MySQL run what follows in a new transaction, so that commit() would make
 * the second half of the work permanent without the first. And what JDBC calls a failed
 * commit may be a commit whose answer was lost.
 *
 * Therefore the error that ended a transaction is remembered, and a commit after it is
 * refused with that error. A commit whose answer is lost is looked into by the hooks; if
 * they prove it, it is a success like any other.
 */

/**
 * The transactions of one {@link AdvisedConnection}, one after the other: how far the
 * latest has come, and what it may still do. Made with the first one.
 */
final class ConnectionTransaction {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionTransaction.class);

	private static final VarHandle NAME = SharedField.of(MethodHandles.lookup(), "name", String.class);

	private final AdvisedConnection connection;

	private final ConnectionAdvice advice;

	private TransactionState state = TransactionState.NEW;

	private boolean begun;

	private @Nullable Boolean autoCommit;

	// The error after which the server has nothing left to commit.
	private @Nullable SQLException endedBy;

	private @Nullable SQLException lastError;

	private boolean partlyCommitted;

	// After that the connection is of no more use.
	private @Nullable SQLException broken;

	private @Nullable UnknownOutcomeException unknown;

	private @Nullable StatementLimit statementLimit;

	private @Nullable Attachment attachments;

	// Read by those who ask who has the connections.
	private @Nullable String name;

	ConnectionTransaction(AdvisedConnection connection, ConnectionAdvice advice) {
		this.connection = connection;
		this.advice = advice;
	}

	TransactionState state() {
		return this.state;
	}

	/**
	 * Return whether there is a transaction, even if nothing was sent in it yet. Another
	 * thread may ask, too.
	 * @return whether there is, or it is being committed
	 */
	boolean isOpen() {
		return switch (this.state) {
			case ACTIVE, COMMIT_SENT -> true;
			// Only somebody who is about to use one has switched that off by now.
			case NEW -> Boolean.FALSE.equals(this.autoCommit);
			default -> false;
		};
	}

	private boolean isAutoCommit() throws SQLException {
		Boolean known = this.autoCommit;
		if (known == null) {
			known = this.connection.delegate().getAutoCommit();
			this.autoCommit = known;
		}
		return known;
	}

	/**
	 * Return why nothing more can be sent in this transaction.
	 * @return the error that ended it, or {@code null} if it is alive or yet to begin
	 */
	@Nullable SQLException endedBy() {
		return this.endedBy;
	}

	/**
	 * Begin a transaction if none is open and the connection does not commit by itself.
	 * @throws SQLException if the transaction must not begin
	 */
	void beginIfNeeded() throws SQLException {
		if (this.state != TransactionState.ACTIVE && !isAutoCommit()) {
			begin();
		}
	}

	void refuseIfBroken() throws SQLException {
		SQLException error = this.broken;
		if (error != null) {
			throw ErrorCopy.of(error, "This connection is of no more use, because its last transaction did not end in "
					+ "order: " + error.getMessage());
		}
	}

	private void begin() throws SQLException {
		this.state = TransactionState.ACTIVE;
		this.begun = true;
		this.partlyCommitted = false;
		this.endedBy = null;
		this.lastError = null;
		for (TransactionHook hook : this.advice.hooks()) {
			hook.beginning(this.connection);
		}
	}

	/**
	 * An error has reached the application.
	 * @param error the error as the driver raised it
	 * @param endsTransaction whether the server has nothing left to commit
	 * @param aborted whether it only says that the transaction has failed before
	 */
	void failed(SQLException error, boolean endsTransaction, boolean aborted) {
		// What comes after the end says nothing about it.
		if (this.state != TransactionState.ACTIVE || this.endedBy != null) {
			return;
		}
		if (!aborted || this.lastError == null) {
			this.lastError = error;
		}
		if (endsTransaction) {
			this.endedBy = this.lastError;
		}
	}

	// Why there is nothing to commit.
	private @Nullable SQLException whyEnded() throws SQLException {
		if (this.endedBy != null) {
			return this.endedBy;
		}
		if (this.state != TransactionState.ACTIVE || !this.advice.isFailed(this.connection)) {
			return null;
		}
		return (this.lastError != null) ? this.lastError : new SQLException(
				"A statement of this transaction has failed before, unseen by its data source", "25P02");
	}

	SQLException refusal(SQLException reason) {
		return ErrorCopy.of(reason, "The transaction was rolled back by the database because of an earlier error: %s"
			.formatted(reason.getMessage()));
	}

	private void committing() throws SQLException {
		if (this.state == TransactionState.ACTIVE) {
			for (TransactionHook hook : this.advice.hooks()) {
				hook.committing(this.connection);
			}
		}
		this.state = TransactionState.COMMIT_SENT;
	}

	/**
	 * Commit, and return only if the work is there.
	 * @throws SQLException if it is not, or nobody knows
	 */
	void commit() throws SQLException {
		if (isAutoCommit()) {
			passOnCommit();
			return;
		}
		SQLException ended = whyEnded();
		if (ended != null) {
			throw undo(refusal(ended));
		}
		boolean empty;
		try {
			refuseIfBroken();
			this.connection.refuseIfEnded();
			if (this.connection.isLentOut()) {
				beginIfNeeded();
			}
			empty = this.state != TransactionState.ACTIVE && this.advice.isEmpty(this.connection);
			committing();
		}
		catch (SQLException ex) {
			throw undo(this.connection.failed(ex));
		}
		long sent = this.advice.nanoTime();
		try {
			this.connection.delegate().commit();
		}
		catch (SQLException ex) {
			commitFailed(ex, empty);
			return;
		}
		catch (RuntimeException | Error ex) {
			// Nobody knows how far it came.
			this.connection.retire();
			this.unknown = new UnknownOutcomeException("It is not known whether the transaction was committed: " + ex,
					new SQLException(ex));
			this.broken = this.unknown;
			over(TransactionState.UNKNOWN);
			throw ex;
		}
		finally {
			this.connection.work().lasted(sent, this.advice.nanoTime());
		}
		over(TransactionState.COMMITTED);
	}

	// The driver says what is wrong with that.
	private void passOnCommit() throws SQLException {
		try {
			this.connection.delegate().commit();
		}
		catch (SQLException ex) {
			throw this.connection.failed(ex);
		}
	}

	private SQLException undo(SQLException reason) {
		try {
			this.connection.delegate().rollback();
		}
		catch (SQLException ex) {
			this.connection.failed(ex);
			if (!this.connection.isLost()) {
				reason.addSuppressed(ex);
				rollbackFailed(ex);
			}
		}
		over(TransactionState.ROLLED_BACK);
		return reason;
	}

	private void commitFailed(SQLException error, boolean empty) throws SQLException {
		SQLException explained = this.connection.failed(error);
		if (empty || this.advice.isRolledBackAtCommit(error)) {
			throw undo(explained);
		}
		this.connection.retire();
		TransactionState outcome = resolve(error);
		over(outcome);
		if (outcome == TransactionState.COMMITTED) {
			return;
		}
		if (outcome == TransactionState.ROLLED_BACK) {
			throw ErrorCopy.of(explained,
					"The transaction was not committed, as its trace in the database shows: " + explained.getMessage());
		}
		this.unknown = new UnknownOutcomeException("It is not known whether the transaction was committed: no answer "
				+ "came to the request to commit (%s). Look before the work is repeated".formatted(error.getMessage()),
				explained);
		this.broken = this.unknown;
		throw this.unknown;
	}

	/**
	 * Roll back, and return also if the server has done so, or will.
	 * @throws SQLException if there is nothing to roll back, or nobody knows
	 */
	void rollback() throws SQLException {
		if (this.unknown != null) {
			// Success would be a false statement.
			throw this.unknown;
		}
		if (isAutoCommit()) {
			passOnRollback();
			return;
		}
		try {
			this.connection.delegate().rollback();
		}
		catch (SQLException ex) {
			// The server rolls back what a lost connection leaves, and the pool closes
			// this one if it is not lost yet. Failing again would only hide from the
			// caller the error that came first.
			this.connection.failed(ex);
			if (!this.connection.isLost()) {
				rollbackFailed(ex);
			}
		}
		over(TransactionState.ROLLED_BACK);
	}

	private void passOnRollback() throws SQLException {
		try {
			this.connection.delegate().rollback();
		}
		catch (SQLException ex) {
			throw this.connection.failed(ex);
		}
	}

	/**
	 * The session is in no known state, so the pool must drop it.
	 * @param error what rolling back failed of
	 */
	void rollbackFailed(SQLException error) {
		this.connection.retire();
		SQLException first = this.lastError;
		if (first != null && first != error) {
			first.addSuppressed(error);
		}
		this.broken = error;
		tell((hook) -> hook.rollbackFailed(this.connection, error));
	}

	// What became of a commit without an answer.
	private TransactionState resolve(SQLException error) {
		for (TransactionHook hook : this.advice.hooks()) {
			try {
				TransactionState outcome = hook.resolve(this.connection, error);
				if (outcome == TransactionState.COMMITTED || outcome == TransactionState.ROLLED_BACK) {
					return outcome;
				}
			}
			catch (RuntimeException | LinkageError ex) {
				error.addSuppressed(ex);
			}
		}
		return TransactionState.UNKNOWN;
	}

	/**
	 * The transaction is over; the next statement begins another one.
	 * @param outcome how it ended
	 */
	void over(TransactionState outcome) {
		this.state = outcome;
		this.endedBy = null;
		if (this.begun) {
			this.begun = false;
			tell((hook) -> hook.ended(this.connection, outcome));
		}
		this.attachments = null;
	}

	/**
	 * A statement is about to be sent that is committed by itself. Each one is, where
	 * connections commit by themselves, so nothing is made for the call.
	 * @param sql the statement, or {@code null} if it is a batch of different ones
	 * @throws SQLException if it must not be sent
	 */
	void sendingOutside(@Nullable String sql) throws SQLException {
		for (TransactionHook hook : this.advice.hooks()) {
			try {
				hook.sendingOutsideTransaction(this.connection, sql);
			}
			catch (RuntimeException ex) {
				warn(ex);
			}
		}
	}

	/**
	 * Tell the hooks of something that has happened, whatever they make of it.
	 * @param event what to tell each of them
	 */
	void tell(Consumer<TransactionHook> event) {
		for (TransactionHook hook : this.advice.hooks()) {
			try {
				event.accept(hook);
			}
			catch (RuntimeException ex) {
				warn(ex);
			}
		}
	}

	private void warn(RuntimeException ex) {
		logger.warn("A transaction hook of data source '{}' failed", this.advice.dataSource(), ex);
	}

	/**
	 * The failed part of the transaction was undone to a savepoint.
	 */
	void backAtSavepoint() {
		this.lastError = null;
	}

	/**
	 * A statement is being sent that commits what was done before it.
	 */
	void committedInside() {
		this.partlyCommitted = true;
	}

	boolean isPartlyCommitted() {
		return this.partlyCommitted;
	}

	void setAutoCommit(boolean autoCommit) {
		this.autoCommit = autoCommit;
	}

	@Nullable SQLException lastError() {
		return this.lastError;
	}

	void limitStatements(@Nullable StatementLimit limit) {
		this.statementLimit = limit;
	}

	@Nullable StatementLimit statementLimit() {
		return this.statementLimit;
	}

	void name(String newName) {
		NAME.setRelease(this, newName);
	}

	@Nullable String name() {
		return (String) NAME.getAcquire(this);
	}

	void attach(TransactionHook hook, Object value) {
		for (Attachment one = this.attachments; one != null; one = one.next) {
			if (one.hook == hook) {
				one.value = value;
				return;
			}
		}
		this.attachments = new Attachment(hook, value, this.attachments);
	}

	@Nullable Object attachment(TransactionHook hook) {
		for (Attachment one = this.attachments; one != null; one = one.next) {
			if (one.hook == hook) {
				return one.value;
			}
		}
		return null;
	}

	/**
	 * What a hook keeps, in a chain that is shorter than the smallest map.
	 */
	private static final class Attachment {

		private final TransactionHook hook;

		private Object value;

		private final @Nullable Attachment next;

		Attachment(TransactionHook hook, Object value, @Nullable Attachment next) {
			this.hook = hook;
			this.value = value;
			this.next = next;
		}

	}

}
