package dev.mainstay.datasource;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;

import org.jspecify.annotations.Nullable;

/**
 * A lent connection that explains its errors and can be kept from being lent again. Like
 * every connection it is meant for one thread at a time.
 */
public final class AdvisedConnection extends LentConnection {

	/**
	 * The isolation of a connection on which nobody has chosen one.
	 */
	public static final int UNKNOWN_ISOLATION = -1;

	private static final VarHandle TRANSACTION = SharedField.of(MethodHandles.lookup(), "transaction",
			ConnectionTransaction.class);

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

	private @Nullable StatementLimit transactionLimit;

	// Not needed if there is none, nor a statement. Other threads look at it.
	private @Nullable ConnectionTransaction transaction;

	/**
	 * Advise a connection that was just borrowed.
	 * @param delegate the connection as the pool lent it
	 * @param advice what its data source does with its connections
	 * @param acquireNanos how long it took to borrow it, in nanoseconds
	 */
	public AdvisedConnection(Connection delegate, ConnectionAdvice advice, long acquireNanos) {
		super(delegate, advice, acquireNanos);
	}

	/**
	 * Say what the transaction that is beginning is called.
	 * @param name the name, of a small set
	 */
	public void transactionName(String name) {
		currentTransaction().name(name);
	}

	/**
	 * Return what the work is called that this connection is lent for. Any thread may
	 * ask.
	 * @return the operation that borrowed it, else the name of its latest transaction,
	 * else that of the work that the thread is at; {@code null} if nothing is known
	 */
	public @Nullable String workName() {
		ConnectionTransaction latest = seenTransaction();
		return nameOfWork((latest != null) ? latest.name() : null);
	}

	/**
	 * Return whether this connection is in a transaction, even if nothing was sent in it
	 * yet. Any thread may ask; the answer may be old when it arrives.
	 * @return whether it is
	 */
	public boolean isInTransaction() {
		ConnectionTransaction seen = seenTransaction();
		return seen != null && seen.isOpen();
	}

	private @Nullable ConnectionTransaction seenTransaction() {
		return (ConnectionTransaction) TRANSACTION.getAcquire(this);
	}

	/**
	 * Return how far the transaction of this connection has come.
	 * @return the state of the current transaction, or of the last one if none is open
	 */
	public TransactionState transaction() {
		ConnectionTransaction known = seenTransaction();
		return (known != null) ? known.state() : TransactionState.NEW;
	}

	private ConnectionTransaction currentTransaction() {
		ConnectionTransaction known = this.transaction;
		if (known == null) {
			known = new ConnectionTransaction(this, advice());
			TRANSACTION.setRelease(this, known);
		}
		return known;
	}

	/**
	 * Return the error that made the transaction fail.
	 * @return the last error of the current transaction, or of the last one if none is
	 * open; {@code null} if it had none, or went back to a savepoint since
	 */
	public @Nullable SQLException transactionError() {
		ConnectionTransaction known = this.transaction;
		return (known != null) ? known.lastError() : null;
	}

	/**
	 * Say that the server has ended the transaction, although the session goes on.
	 * Whatever follows in it is refused.
	 * @param error the error that ended it
	 */
	public void endTransaction(SQLException error) {
		ConnectionTransaction known = this.transaction;
		if (known != null) {
			known.failed(error, true, false);
		}
	}

	/**
	 * Remember an error that makes the transaction fail.
	 * @param error the error
	 * @param aborted whether it only says that the transaction has failed before
	 */
	public void failTransaction(SQLException error, boolean aborted) {
		ConnectionTransaction known = this.transaction;
		if (known != null) {
			known.failed(error, false, aborted);
		}
	}

	/**
	 * Keep something for a hook until the transaction is over.
	 * @param hook the hook
	 * @param value what to keep
	 */
	public void attach(TransactionHook hook, Object value) {
		currentTransaction().attach(hook, value);
	}

	/**
	 * Return what was kept for a hook in this transaction.
	 * @param hook the hook
	 * @return the value, or {@code null} if nothing was kept
	 */
	public @Nullable Object attachment(TransactionHook hook) {
		ConnectionTransaction known = seenTransaction();
		return (known != null) ? known.attachment(hook) : null;
	}

	/**
	 * Say which limit holds for the statements of the current transaction, so that an
	 * error that it causes can name it.
	 * @param limit the limit, or {@code null} if that of the session holds again
	 */
	public void limitStatements(@Nullable StatementLimit limit) {
		currentTransaction().limitStatements(limit);
	}

	/**
	 * Say which limit whoever has borrowed the connection has for the statements of its
	 * transactions, where these say nothing themselves.
	 * @param limit the limit
	 */
	public void limitTransactions(StatementLimit limit) {
		this.transactionLimit = limit;
	}

	/**
	 * Return the limit of whoever has borrowed the connection.
	 * @return the limit, or {@code null} if that of the session holds
	 */
	public @Nullable StatementLimit transactionLimit() {
		return this.transactionLimit;
	}

	/**
	 * Return the limit for the statements of the current transaction.
	 * @return the limit, or {@code null} if that of the session holds
	 */
	public @Nullable StatementLimit statementLimit() {
		ConnectionTransaction known = this.transaction;
		return (known != null) ? known.statementLimit() : null;
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

	@Override
	AdvisedConnection self() {
		return this;
	}

	@Override
	SQLException failed(SQLException error) {
		boolean lostBefore = this.lost;
		SQLException explained = explain(error, false);
		TransactionState state = transaction();
		if (this.lost && !lostBefore && state != TransactionState.ACTIVE && state != TransactionState.COMMIT_SENT) {
			currentTransaction().tell((hook) -> hook.lostAtRest(this, error));
		}
		return explained;
	}

	/**
	 * A statement is about to be sent.
	 * @param sql the statement, or {@code null} if it is none or a batch
	 * @throws SQLException if it must not be
	 */
	void sending(@Nullable String sql) throws SQLException {
		sending(sql, StatementEffect.of(sql, advice().product()));
	}

	private void sending(@Nullable String sql, StatementEffect effect) throws SQLException {
		this.used = true;
		ConnectionTransaction current = currentTransaction();
		current.refuseIfBroken();
		SQLException ended = current.endedBy();
		if (ended != null) {
			throw current.refusal(ended);
		}
		try {
			refuseIfEnded();
			current.beginIfNeeded();
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
		boolean outside = current.state() != TransactionState.ACTIVE;
		if (outside) {
			if (effect == StatementEffect.BEGINS) {
				this.begunBehind = true;
				// What follows is taken to be committed by itself, and is not.
				lend();
			}
			tellOutside(current, sql);
		}
		else if (effect == StatementEffect.COMMITS) {
			current.committedInside();
		}
	}

	private void tellOutside(ConnectionTransaction current, @Nullable String sql) throws SQLException {
		try {
			current.sendingOutside(sql);
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	/**
	 * What a statement did was lent to others, who may do more with it than is seen.
	 */
	void lend() {
		this.lentOut = true;
		currentTransaction().tell((hook) -> hook.lentOut(this));
	}

	/**
	 * Rows were changed by a result, which no statement tells.
	 */
	void wroteUnseen() {
		lend();
		if (transaction() != TransactionState.ACTIVE) {
			currentTransaction().tell((hook) -> hook.usedBehind(this));
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
		currentTransaction().tell((hook) -> hook.isolationChosen(this));
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
		ConnectionTransaction known = this.transaction;
		return known != null && known.isPartlyCommitted();
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
		boolean outside = transaction() != TransactionState.ACTIVE;
		if (this.lost && !lostBefore && outside && (sql == null || !advice().isRead(sql))) {
			return new UnknownOutcomeException("It is not known whether a statement outside of a transaction was "
					+ "executed: its answer never came (%s). Look before it is repeated".formatted(error.getMessage()),
					explained);
		}
		return explained;
	}

	private SQLException explain(SQLException raised, boolean limited) {
		SQLException error = inTruth(raised);
		try {
			return advice().explain(error, this, limited);
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
		unlend();
		settle();
		if (closeIfEnded()) {
			return;
		}
		if (this.retired || this.replaced) {
			boolean failed = this.retired;
			this.retired = false;
			this.replaced = false;
			advice().discard(delegate(), failed);
			return;
		}
		super.close();
	}

	// No connection goes back inside a transaction.
	private void settle() {
		if (this.lentOut) {
			currentTransaction().tell((hook) -> hook.usedBehind(this));
		}
		try {
			if (transaction() == TransactionState.ACTIVE) {
				rollback();
			}
			else if ((this.used || this.lentOut) && !this.retired) {
				advice().endLeftOpen(this, this.begunBehind);
			}
		}
		catch (SQLException ex) {
			currentTransaction().rollbackFailed(ex);
		}
		catch (RuntimeException ex) {
			currentTransaction().rollbackFailed(new SQLException("The connection could not be put in order", ex));
		}
		if (transaction() == TransactionState.ACTIVE) {
			currentTransaction().over(TransactionState.ROLLED_BACK);
		}
		this.used = false;
		this.lentOut = false;
		this.begunBehind = false;
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

	@Override
	public void commit() throws SQLException {
		currentTransaction().commit();
	}

	@Override
	public void rollback() throws SQLException {
		currentTransaction().rollback();
	}

	@Override
	public void rollback(Savepoint savepoint) throws SQLException {
		try {
			super.rollback(savepoint);
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
		currentTransaction().backAtSavepoint();
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
		if (autoCommit && transaction() == TransactionState.ACTIVE) {
			// JDBC commits an open transaction then.
			commit();
		}
		try {
			super.setAutoCommit(autoCommit);
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
		currentTransaction().setAutoCommit(autoCommit);
	}

}
