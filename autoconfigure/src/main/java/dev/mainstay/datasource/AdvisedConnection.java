package dev.mainstay.datasource;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

import dev.mainstay.operation.Operation;
import dev.mainstay.operation.WorkScope;

/**
 * A lent connection that explains its errors and can be kept from being lent again. Like
 * every connection it is meant for one thread at a time.
 */
public final class AdvisedConnection extends ExplainedConnection {

	/**
	 * The isolation of a connection on which nobody has chosen one.
	 */
	public static final int UNKNOWN_ISOLATION = -1;

	private static final VarHandle RUNNING = field("running", ObservedExecution.class);

	private static final VarHandle TRANSACTION_NAME = field("transactionName", String.class);

	private static final VarHandle RETURN_ACTION = field("returnAction", Runnable.class);

	private final ConnectionAdvice advice;

	private boolean retired;

	private boolean lost;

	private boolean replaced;

	private boolean migrating;

	private boolean used;

	// What is done with the driver's own connection is not seen here.
	private boolean lentOut;

	private boolean begunBehind;

	private boolean sessionChanged;

	private int isolation = UNKNOWN_ISOLATION;

	private @Nullable SQLException broken;

	private @Nullable UnknownOutcomeException unknown;

	private final ConnectionTransaction transaction;

	private @Nullable StatementLimit statementLimit;

	// Read by those that look at long statements and end transactions.
	private @Nullable ObservedExecution running;

	// Executions whose rows are still being read, the youngest first.
	private @Nullable ObservedExecution pending;

	private int place = LentConnections.NOT_LENT;

	private long acquireNanos;

	// Written before others can see this connection, and read by them.
	private @Nullable Thread borrower;

	private @Nullable Operation operation;

	private @Nullable WorkScope scope;

	private long lentAt;

	// What its thread did with it, for those who ask who has the connections. Written
	// plainly, and visible to others by the release of what is running.
	private @Nullable String lastStatement;

	private long idleSince;

	private long statementNanos;

	private @Nullable String transactionName;

	// Taken by whoever is first to see that the pool has this connection back.
	private @Nullable Runnable returnAction;

	// Written by one that ends transactions.
	private volatile @Nullable Ending ending;

	// Cut by somebody else, so that the pool has its place again.
	private volatile boolean taken;

	/**
	 * Advise a connection that was just borrowed.
	 * @param delegate the connection as the pool lent it
	 * @param advice what its data source does with its connections
	 * @param acquireNanos how long it took to borrow it, in nanoseconds
	 */
	public AdvisedConnection(Connection delegate, ConnectionAdvice advice, long acquireNanos) {
		super(delegate);
		this.advice = advice;
		this.acquireNanos = acquireNanos;
		this.transaction = new ConnectionTransaction(this, advice);
	}

	/**
	 * Count this connection among those that are lent, until it is closed.
	 * @return this
	 */
	public AdvisedConnection lent() {
		return lent(this.advice.nanoTime());
	}

	/**
	 * Count this connection among those that are lent, until it is closed.
	 * @param now the time of {@link ConnectionAdvice#nanoTime()}
	 * @return this
	 */
	public AdvisedConnection lent(long now) {
		this.borrower = Thread.currentThread();
		this.operation = Operation.current();
		this.scope = WorkScope.current();
		this.lentAt = now;
		this.idleSince = now;
		this.place = this.advice.lentConnections().add(this);
		return this;
	}

	/**
	 * Return whether this connection was lent and is neither closed nor cut yet.
	 * @return whether it is in the hands of the application
	 */
	public boolean isLent() {
		return this.place != LentConnections.NOT_LENT && !this.taken;
	}

	/**
	 * Return who has borrowed this connection. Any thread may ask.
	 * @return the thread, or {@code null} if it was never lent
	 */
	public @Nullable Thread borrower() {
		return this.borrower;
	}

	/**
	 * Return on whose behalf this connection was borrowed. Any thread may ask.
	 * @return the operation at that time, else that of the work that the thread is at, or
	 * {@code null} if neither is known
	 */
	public @Nullable Operation operation() {
		Operation named = this.operation;
		WorkScope work = this.scope;
		return (named != null || work == null) ? named : work.operation();
	}

	/**
	 * Return when this connection was lent.
	 * @return the moment in the time of {@link ConnectionAdvice#nanoTime()}
	 */
	public long lentAt() {
		return this.lentAt;
	}

	/**
	 * Say what the transaction that is beginning is called.
	 * @param name the name, of a small set
	 */
	public void transactionName(String name) {
		TRANSACTION_NAME.setRelease(this, name);
	}

	/**
	 * Return what the work is called that this connection is lent for. Any thread may
	 * ask.
	 * @return the operation that borrowed it, else the name of its latest transaction,
	 * else that of the work that the thread is at; {@code null} if nothing is known
	 */
	public @Nullable String workName() {
		Operation named = this.operation;
		if (named != null) {
			return named.name();
		}
		String transaction = (String) TRANSACTION_NAME.getAcquire(this);
		WorkScope work = this.scope;
		if (transaction != null || work == null) {
			return transaction;
		}
		// A request that is over may be another one by now.
		Operation outer = work.isOver() ? work.knownOperation() : work.operation();
		return (outer != null) ? outer.name() : null;
	}

	/**
	 * Return whether the work for which this connection was borrowed goes on. Any thread
	 * may ask.
	 * @return whether it was borrowed for known work that is not over
	 */
	public boolean isAtWork() {
		WorkScope work = this.scope;
		return work != null && !work.isOver();
	}

	/**
	 * Return whether the work for which this connection was borrowed is over. Any thread
	 * may ask.
	 * @return whether it was borrowed for known work that is over
	 */
	public boolean isLeftBehind() {
		WorkScope work = this.scope;
		return work != null && work.isOver();
	}

	/**
	 * Return whether this connection is in a transaction, even if nothing was sent in it
	 * yet. Any thread may ask; the answer may be old when it arrives.
	 * @return whether it is
	 */
	public boolean isInTransaction() {
		return this.transaction.isOpen();
	}

	/**
	 * Return the latest statement that was answered. Any thread may ask, after it has
	 * asked what is {@link #running()}.
	 * @return the text as the application gave it, or {@code null} if there was none, or
	 * a batch of different ones
	 */
	public @Nullable String lastStatement() {
		return this.lastStatement;
	}

	/**
	 * Return since when nothing was asked of the database, if nothing is under way. Any
	 * thread may ask, after it has asked what is {@link #running()}.
	 * @return the moment in the time of {@link ConnectionAdvice#nanoTime()}; that of the
	 * loan where statements are not measured
	 */
	public long idleSince() {
		return this.idleSince;
	}

	/**
	 * Return how long the database worked for this connection since it was lent. Any
	 * thread may ask, after it has asked what is {@link #running()}.
	 * @return nanoseconds of all statements that were answered; 0 where they are not
	 * measured
	 */
	public long statementNanos() {
		return this.statementNanos;
	}

	/**
	 * Return whether the statements of this connection are measured.
	 * @return whether somebody listens to them
	 */
	public boolean isMeasured() {
		return this.advice.statementListener() != StatementListeners.NOBODY;
	}

	/**
	 * Do something once, when the pool has this connection back: it was closed, or it was
	 * cut and taken out. To be said right after it was lent, by one only.
	 * @param action what to do, on the thread that closes or cuts it
	 */
	public void onReturn(Runnable action) {
		RETURN_ACTION.setRelease(this, action);
	}

	/**
	 * Return whether the pool waits for this connection, and the thread that has borrowed
	 * it is still at the work that it did so for. Any thread may ask.
	 * @return whether its borrower has it; {@code false} if it was cut, or if it was left
	 * to another thread and the work is over
	 */
	public boolean isOwed() {
		WorkScope work = this.scope;
		return RETURN_ACTION.getAcquire(this) != null && (work == null || !work.isOver());
	}

	void returned() {
		if (RETURN_ACTION.getAcquire(this) != null) {
			Runnable action = (Runnable) RETURN_ACTION.getAndSet(this, null);
			if (action != null) {
				action.run();
			}
		}
	}

	/**
	 * Return what the data source of this connection does with its connections.
	 * @return the advice
	 */
	public ConnectionAdvice advice() {
		return this.advice;
	}

	/**
	 * Return the bean name of the data source that lent this connection.
	 * @return the name
	 */
	public String dataSource() {
		return this.advice.dataSource();
	}

	/**
	 * Return the product at the other end.
	 * @return the product
	 */
	public DatabaseProduct product() {
		return this.advice.product();
	}

	/**
	 * Return whether the server at the other end is a standby, so that what is read may
	 * be old. Does not ask the server.
	 * @return whether it is, as far as the driver knows
	 */
	public boolean isStandby() {
		try {
			return this.advice.isStandby(this);
		}
		catch (SQLException ex) {
			// Closed: nothing can be read from it.
			return false;
		}
	}

	/**
	 * Return how far the transaction of this connection has come.
	 * @return the state of the current transaction, or of the last one if none is open
	 */
	public TransactionState transaction() {
		return this.transaction.state();
	}

	/**
	 * Return the error that made the transaction fail.
	 * @return the last error of the current transaction, or of the last one if none is
	 * open; {@code null} if it had none, or went back to a savepoint since
	 */
	public @Nullable SQLException transactionError() {
		return this.transaction.lastError();
	}

	/**
	 * Say that the server has ended the transaction, although the session goes on.
	 * Whatever follows in it is refused.
	 * @param error the error that ended it
	 */
	public void endTransaction(SQLException error) {
		this.transaction.failed(error, true, false);
	}

	/**
	 * Remember an error that makes the transaction fail.
	 * @param error the error
	 * @param aborted whether it only says that the transaction has failed before
	 */
	public void failTransaction(SQLException error, boolean aborted) {
		this.transaction.failed(error, false, aborted);
	}

	/**
	 * Keep something for a hook until the transaction is over.
	 * @param hook the hook
	 * @param value what to keep
	 */
	public void attach(TransactionHook hook, Object value) {
		this.transaction.attach(hook, value);
	}

	/**
	 * Return what was kept for a hook in this transaction.
	 * @param hook the hook
	 * @return the value, or {@code null} if nothing was kept
	 */
	public @Nullable Object attachment(TransactionHook hook) {
		return this.transaction.attachment(hook);
	}

	/**
	 * Say which limit holds for the statements of the current transaction, so that an
	 * error that it causes can name it.
	 * @param limit the limit, or {@code null} if that of the session holds again
	 */
	public void limitStatements(@Nullable StatementLimit limit) {
		this.statementLimit = limit;
	}

	/**
	 * Return the limit for the statements of the current transaction.
	 * @return the limit, or {@code null} if that of the session holds
	 */
	public @Nullable StatementLimit statementLimit() {
		return this.statementLimit;
	}

	/**
	 * See to it that the pool drops this connection when it is closed. Until then it can
	 * be used and rolled back as before.
	 */
	public void retire() {
		this.retired = true;
	}

	/**
	 * Say that the session behind this connection is gone. The pool drops it when it is
	 * closed, and rolling back is no longer an error: the server has done so.
	 */
	public void lose() {
		this.lost = true;
		this.retired = true;
	}

	/**
	 * Return whether the session behind this connection is gone.
	 * @return whether {@link #lose()} was called since it was lent
	 */
	public boolean isLost() {
		return this.lost;
	}

	/**
	 * See to it that the pool drops this connection when it is closed, although nothing
	 * is wrong with it.
	 */
	public void replace() {
		this.replaced = true;
	}

	/**
	 * Say that a schema migration uses this connection, which may have to create what
	 * transactions of the application find in place.
	 */
	public void migrate() {
		this.migrating = true;
	}

	/**
	 * Return whether a schema migration uses this connection.
	 * @return whether {@link #migrate()} was called since it was lent
	 */
	public boolean isMigrating() {
		return this.migrating;
	}

	/**
	 * Return what the server is working on for this connection. Any thread may ask; the
	 * answer may be old when it arrives.
	 * @return the statement as the pool lent it, or {@code null} if none is under way
	 */
	public @Nullable Statement running() {
		ObservedExecution execution = (ObservedExecution) RUNNING.getAcquire(this);
		return (execution != null) ? execution.statement() : null;
	}

	/**
	 * Return what the server is working on for this connection. Any thread may ask; the
	 * answer may be old when it arrives, and change while it is looked at.
	 * @return the execution, or {@code null} if none is under way
	 */
	public @Nullable StatementExecution runningExecution() {
		return (ObservedExecution) RUNNING.getAcquire(this);
	}

	/**
	 * Say that there was a wait before the pool was asked.
	 * @param nanos how long it took, in nanoseconds
	 */
	public void waited(long nanos) {
		this.acquireNanos += nanos;
	}

	/**
	 * Return how long it took to borrow this connection.
	 * @return nanoseconds
	 */
	public long acquireNanos() {
		return this.acquireNanos;
	}

	void running(ObservedExecution execution) {
		RUNNING.setRelease(this, execution);
	}

	/**
	 * The database has answered.
	 * @param sql the statement, or {@code null} for a batch of different ones
	 */
	void answered(@Nullable String sql) {
		this.lastStatement = sql;
		RUNNING.setRelease(this, null);
	}

	/**
	 * The database has worked for this connection.
	 * @param from when it began
	 * @param until when it was done
	 */
	void worked(long from, long until) {
		this.idleSince = until;
		this.statementNanos += until - from;
	}

	/**
	 * The rows of an execution are yet to be read.
	 * @param execution the execution
	 * @return the one before it whose rows are, too
	 */
	@Nullable ObservedExecution pending(ObservedExecution execution) {
		ObservedExecution older = this.pending;
		this.pending = execution;
		return older;
	}

	/**
	 * The rows of an execution were read.
	 * @param execution the execution, not pending any more
	 */
	void completed(ObservedExecution execution) {
		ObservedExecution older = execution.olderPending();
		execution.olderPending(null);
		if (this.pending == execution) {
			this.pending = older;
			return;
		}
		ObservedExecution younger = this.pending;
		while (younger != null && younger.olderPending() != execution) {
			younger = younger.olderPending();
		}
		if (younger != null) {
			younger.olderPending(older);
		}
	}

	// The pool closes what the application left open.
	private void completePending() {
		for (ObservedExecution one = this.pending; one != null; one = this.pending) {
			one.complete();
		}
	}

	/**
	 * End what is done on this connection, from another thread: from now on statements
	 * and commits fail with the reason, rolling back is no error, and the connection is
	 * never lent again. To be called only after it was made sure that the transaction in
	 * question is neither over nor being committed.
	 * @param reason what to tell the thread that uses the connection
	 */
	public synchronized void end(String reason) {
		if (this.ending == null) {
			this.ending = new Ending(reason, false);
		}
	}

	/**
	 * Announce that this connection is taken away from a thread that does nothing with
	 * it: from now on statements and commits fail with the reason, and it is never lent
	 * again. By another thread, which has made sure that nothing is under way.
	 * @param reason what to tell the thread that uses the connection
	 * @return whether that is so; {@code false} if it is ended already
	 */
	public synchronized boolean announceTaking(String reason) {
		if (this.ending != null) {
			return false;
		}
		this.ending = new Ending(reason, true);
		return true;
	}

	/**
	 * Take away a connection for which that was announced a while ago, from another
	 * thread: it is cut, and the pool has its place again. Does nothing if its thread has
	 * begun to give it back.
	 * @return whether it was taken from its thread by this call
	 * @throws SQLException if it cannot be cut; it is out of the pool anyway
	 */
	public boolean take() throws SQLException {
		// Of this and its thread, that closes it, one is the first to strike it off the
		// list.
		if (!this.advice.lentConnections().forget(this, this.place)) {
			return false;
		}
		sever();
		return true;
	}

	/**
	 * Cut a connection that was {@link #end ended}, from another thread, and take it out
	 * of the pool at once. Does nothing if its thread has closed it.
	 * @throws SQLException if it cannot be cut; it is out of the pool anyway
	 */
	public void sever() throws SQLException {
		Ending current = this.ending;
		if (current != null) {
			try {
				current.sever(this.advice, delegate());
			}
			finally {
				// It may be that nobody ever closes it.
				this.taken = true;
				this.advice.lentConnections().forget(this, this.place);
				returned();
			}
		}
	}

	/**
	 * Return whether this connection was taken away from its thread, which may never
	 * close it. Any thread may ask.
	 * @return whether {@link #take()} has done so
	 */
	public boolean isTaken() {
		Ending current = this.ending;
		return this.taken && current != null && current.isTaken();
	}

	private void refuseIfEnded() throws SQLException {
		Ending current = this.ending;
		if (current != null) {
			throw current.error(null);
		}
	}

	// What the driver says about a connection that was cut does not help anybody.
	private SQLException inTruth(SQLException error) {
		Ending current = this.ending;
		if (current == null || current.reason().equals(error.getMessage())) {
			return error;
		}
		return current.error(error);
	}

	@Override
	AdvisedConnection self() {
		return this;
	}

	@Override
	SQLException failed(SQLException error) {
		boolean lostBefore = this.lost;
		SQLException explained = explain(error, false);
		TransactionState state = this.transaction.state();
		if (this.lost && !lostBefore && state != TransactionState.ACTIVE && state != TransactionState.COMMIT_SENT) {
			this.transaction.tell((hook) -> hook.lostAtRest(this, error));
		}
		return explained;
	}

	/**
	 * A statement is about to be sent.
	 * @param sql the statement, or {@code null} if it is none or a batch
	 * @throws SQLException if it must not be
	 */
	void sending(@Nullable String sql) throws SQLException {
		sending(sql, StatementEffect.of(sql, this.advice.product()));
	}

	private void sending(@Nullable String sql, StatementEffect effect) throws SQLException {
		this.used = true;
		refuseIfBroken();
		SQLException ended = this.transaction.endedBy();
		if (ended != null) {
			throw this.transaction.refusal(ended);
		}
		try {
			refuseIfEnded();
			this.transaction.beginIfNeeded();
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
		boolean outside = this.transaction.state() != TransactionState.ACTIVE;
		if (outside) {
			if (effect == StatementEffect.BEGINS) {
				this.begunBehind = true;
				// What follows is taken to be committed by itself, and is not.
				lend();
			}
			tellOutside(sql);
		}
		else if (effect == StatementEffect.COMMITS) {
			this.transaction.committedInside();
		}
	}

	private void tellOutside(@Nullable String sql) throws SQLException {
		try {
			this.transaction.sendingOutside(sql);
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	private void refuseIfBroken() throws SQLException {
		SQLException error = this.broken;
		if (error != null) {
			throw ErrorCopy.of(error, "This connection is of no more use, because its last transaction did not end in "
					+ "order: " + error.getMessage());
		}
	}

	/**
	 * What a statement did was lent to others, who may do more with it than is seen.
	 */
	void lend() {
		this.lentOut = true;
		this.transaction.tell((hook) -> hook.lentOut(this));
	}

	/**
	 * Rows were changed by a result, which no statement tells.
	 */
	void wroteUnseen() {
		lend();
		if (this.transaction.state() != TransactionState.ACTIVE) {
			this.transaction.tell((hook) -> hook.usedBehind(this));
		}
	}

	/**
	 * Return whether the driver's own connection, or a statement of it, was in the hands
	 * of the application, so that more may have been done than was seen.
	 * @return whether it was since the connection was lent
	 */
	public boolean isLentOut() {
		return this.lentOut;
	}

	/**
	 * Say that a statement has changed what later statements mean, such as the schema in
	 * which names are looked up.
	 */
	public void changeSession() {
		this.sessionChanged = true;
	}

	/**
	 * Return whether what statements mean on this connection was changed, by JDBC or as
	 * {@link #changeSession() said}.
	 * @return whether it was since the connection was lent
	 */
	public boolean isSessionChanged() {
		return this.sessionChanged;
	}

	/**
	 * Return the isolation that was chosen by JDBC.
	 * @return the level as in {@link java.sql.Connection}, or {@link #UNKNOWN_ISOLATION}
	 * if nobody has chosen one since the connection was lent
	 */
	public int chosenIsolation() {
		return this.isolation;
	}

	@Override
	public void setTransactionIsolation(int level) throws SQLException {
		super.setTransactionIsolation(level);
		this.isolation = level;
		this.transaction.tell((hook) -> hook.isolationChosen(this));
	}

	@Override
	public void setSchema(String schema) throws SQLException {
		this.sessionChanged = true;
		super.setSchema(schema);
	}

	@Override
	public void setCatalog(String catalog) throws SQLException {
		this.sessionChanged = true;
		super.setCatalog(catalog);
	}

	/**
	 * Return whether a part of the transaction was committed by a statement of its own,
	 * such as {@code COMMIT}, or the definition of a table where that commits.
	 * @return whether rolling back does not undo all of it
	 */
	public boolean isPartlyCommitted() {
		return this.transaction.isPartlyCommitted();
	}

	/**
	 * A statement has failed.
	 * @param error the error as the driver raised it
	 * @param limited whether the application limited or cancelled the statement
	 * @param sql the statement, or {@code null} for a batch
	 * @return the error for the application
	 */
	SQLException failed(SQLException error, boolean limited, @Nullable String sql) {
		boolean lostBefore = this.lost;
		SQLException explained = explain(error, limited);
		boolean outside = this.transaction.state() != TransactionState.ACTIVE;
		if (this.lost && !lostBefore && outside && (sql == null || !this.advice.isRead(sql))) {
			return new UnknownOutcomeException("It is not known whether a statement outside of a transaction was "
					+ "executed: its answer never came (%s). Look before it is repeated".formatted(error.getMessage()),
					explained);
		}
		return explained;
	}

	private SQLException explain(SQLException raised, boolean limited) {
		SQLException error = inTruth(raised);
		try {
			return this.advice.explain(error, this, limited);
		}
		catch (RuntimeException ex) {
			error.addSuppressed(ex);
			return error;
		}
	}

	@Override
	public void close() throws SQLException {
		try {
			completePending();
		}
		finally {
			try {
				giveBack();
			}
			finally {
				returned();
			}
		}
	}

	private void giveBack() throws SQLException {
		this.place = this.advice.lentConnections().remove(this, this.place);
		settle();
		Ending current = this.ending;
		if (current != null) {
			current.close(this.advice, delegate());
			return;
		}
		if (this.retired || this.replaced) {
			boolean failed = this.retired;
			this.retired = false;
			this.replaced = false;
			this.advice.discard(delegate(), failed);
			return;
		}
		super.close();
	}

	// No connection goes back inside a transaction.
	private void settle() {
		if (this.lentOut) {
			this.transaction.tell((hook) -> hook.usedBehind(this));
		}
		try {
			if (this.transaction.state() == TransactionState.ACTIVE) {
				rollback();
			}
			else if ((this.used || this.lentOut) && !this.retired) {
				this.advice.endLeftOpen(this, this.begunBehind);
			}
		}
		catch (SQLException ex) {
			rollbackFailed(ex);
		}
		catch (RuntimeException ex) {
			rollbackFailed(new SQLException("The connection could not be put in order", ex));
		}
		if (this.transaction.state() == TransactionState.ACTIVE) {
			this.transaction.over(TransactionState.ROLLED_BACK);
		}
		this.used = false;
		this.lentOut = false;
		this.begunBehind = false;
	}

	private void rollbackFailed(SQLException error) {
		retire();
		SQLException first = this.transaction.lastError();
		if (first != null && first != error) {
			first.addSuppressed(error);
		}
		this.broken = error;
		this.transaction.tell((hook) -> hook.rollbackFailed(this, error));
	}

	@Override
	public <T> T unwrap(Class<T> iface) throws SQLException {
		if (iface == AdvisedConnection.class) {
			return iface.cast(this);
		}
		lend();
		return withoutOurs(delegate().unwrap(iface), iface);
	}

	// Below the pool there is one more connection of ours, where the driver's is meant.
	private static <T> T withoutOurs(T unwrapped, Class<T> iface) {
		T result = unwrapped;
		while (result instanceof ForwardingConnection ours && iface.isInstance(ours.delegate())) {
			result = iface.cast(ours.delegate());
		}
		return result;
	}

	@Override
	public boolean isWrapperFor(Class<?> iface) throws SQLException {
		return iface == AdvisedConnection.class || delegate().isWrapperFor(iface);
	}

	private static VarHandle field(String name, Class<?> type) {
		try {
			return MethodHandles.lookup().findVarHandle(AdvisedConnection.class, name, type);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	@Override
	public void commit() throws SQLException {
		if (this.transaction.isAutoCommit()) {
			passOnCommit();
			return;
		}
		SQLException ended = this.transaction.whyEnded();
		if (ended != null) {
			throw undo(this.transaction.refusal(ended));
		}
		boolean empty;
		try {
			refuseIfBroken();
			refuseIfEnded();
			if (this.lentOut) {
				this.transaction.beginIfNeeded();
			}
			empty = this.transaction.state() != TransactionState.ACTIVE && this.advice.isEmpty(this);
			this.transaction.committing();
		}
		catch (SQLException ex) {
			throw undo(failed(ex));
		}
		long sent = this.advice.nanoTime();
		try {
			super.commit();
		}
		catch (SQLException ex) {
			commitFailed(ex, empty);
			return;
		}
		catch (RuntimeException | Error ex) {
			// Nobody knows how far it came.
			retire();
			this.unknown = new UnknownOutcomeException("It is not known whether the transaction was committed: " + ex,
					new SQLException(ex));
			this.broken = this.unknown;
			this.transaction.over(TransactionState.UNKNOWN);
			throw ex;
		}
		finally {
			worked(sent, this.advice.nanoTime());
		}
		this.transaction.over(TransactionState.COMMITTED);
	}

	// The driver says what is wrong with that.
	private void passOnCommit() throws SQLException {
		try {
			super.commit();
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	private SQLException undo(SQLException reason) {
		try {
			super.rollback();
		}
		catch (SQLException ex) {
			failed(ex);
			if (!this.lost) {
				reason.addSuppressed(ex);
				rollbackFailed(ex);
			}
		}
		this.transaction.over(TransactionState.ROLLED_BACK);
		return reason;
	}

	private void commitFailed(SQLException error, boolean empty) throws SQLException {
		SQLException explained = failed(error);
		if (empty || this.advice.isRolledBackAtCommit(error)) {
			throw undo(explained);
		}
		retire();
		TransactionState outcome = this.transaction.resolve(error);
		this.transaction.over(outcome);
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

	@Override
	public void rollback() throws SQLException {
		if (this.unknown != null) {
			// Success would be a false statement.
			throw this.unknown;
		}
		if (this.transaction.isAutoCommit()) {
			passOnRollback();
			return;
		}
		try {
			super.rollback();
		}
		catch (SQLException ex) {
			// The server rolls back what a lost connection leaves, and the pool closes
			// this one if it is not lost yet. Failing again would only hide from the
			// caller the error that came first.
			failed(ex);
			if (!this.lost) {
				rollbackFailed(ex);
			}
		}
		this.transaction.over(TransactionState.ROLLED_BACK);
	}

	private void passOnRollback() throws SQLException {
		try {
			super.rollback();
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public void rollback(Savepoint savepoint) throws SQLException {
		try {
			super.rollback(savepoint);
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
		this.transaction.backAtSavepoint();
	}

	@Override
	public Savepoint setSavepoint() throws SQLException {
		sending("SAVEPOINT", StatementEffect.NONE);
		try {
			return super.setSavepoint();
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public Savepoint setSavepoint(String name) throws SQLException {
		sending("SAVEPOINT", StatementEffect.NONE);
		try {
			return super.setSavepoint(name);
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public void setAutoCommit(boolean autoCommit) throws SQLException {
		if (autoCommit && this.transaction.state() == TransactionState.ACTIVE) {
			// JDBC commits an open transaction then.
			commit();
		}
		try {
			super.setAutoCommit(autoCommit);
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
		this.transaction.setAutoCommit(autoCommit);
	}

}
