package dev.mainstay.datasource;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.operation.Operation;
import dev.mainstay.operation.WorkScope;

/**
 * A connection in somebody's hands: who has it, since when and what for, what the
 * database does for them, and how the pool gets it back. One is made for each loan, so it
 * must be small.
 */
public abstract class LentConnection extends ExplainedConnection {

	private static final Logger logger = LoggerFactory.getLogger(LentConnection.class);

	private static final VarHandle WORK = SharedField.of(MethodHandles.lookup(), "work", ConnectionWork.class);

	private static final VarHandle LENDER = SharedField.of(MethodHandles.lookup(), "lender", Lender.class);

	private final ConnectionAdvice advice;

	private int place = LentConnections.NOT_LENT;

	private long acquireNanos;

	// Written before others can see this connection, and read by them.
	private @Nullable Thread borrower;

	private @Nullable Operation operation;

	private @Nullable WorkScope scope;

	private long lentAt;

	// Not needed if nothing is asked of the database.
	private @Nullable ConnectionWork work;

	// Taken by whoever is first to see that the pool has this connection back.
	private @Nullable Lender lender;

	// Written by one that ends transactions.
	private volatile @Nullable Ending ending;

	// Cut by somebody else, so that the pool has its place again.
	private volatile boolean taken;

	LentConnection(Connection delegate, ConnectionAdvice advice, long acquireNanos) {
		super(delegate);
		this.advice = advice;
		this.acquireNanos = acquireNanos;
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
			return this.advice.isStandby(self());
		}
		catch (SQLException ex) {
			// Closed: nothing can be read from it.
			return false;
		}
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
		AdvisedConnection self = self();
		this.borrower = Thread.currentThread();
		this.operation = Operation.current();
		this.scope = WorkScope.current();
		this.lentAt = now;
		this.place = this.advice.lentConnections().add(self);
		return self;
	}

	/**
	 * Return whether this connection was lent and is neither closed nor cut yet.
	 * @return whether it is in the hands of the application
	 */
	public boolean isLent() {
		return this.place != LentConnections.NOT_LENT && !this.taken;
	}

	/**
	 * Return whether this connection was cut while somebody had it, for whatever reason.
	 * Any thread may ask.
	 * @return whether the pool has its place again before it was given back
	 */
	public boolean isCut() {
		return this.taken;
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
		WorkScope around = this.scope;
		return (named != null || around == null) ? named : around.operation();
	}

	/**
	 * Return when this connection was lent.
	 * @return the moment in the time of {@link ConnectionAdvice#nanoTime()}
	 */
	public long lentAt() {
		return this.lentAt;
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

	/**
	 * Return what the work is called that this connection is lent for.
	 * @param transaction the name of its latest transaction, if that is known
	 * @return the operation that borrowed it, else the transaction, else that of the work
	 * that the thread is at; {@code null} if nothing is known
	 */
	@Nullable String nameOfWork(@Nullable String transaction) {
		Operation named = this.operation;
		if (named != null) {
			return named.name();
		}
		WorkScope around = this.scope;
		if (transaction != null || around == null) {
			return transaction;
		}
		// A request that is over may be another one by now.
		Operation outer = around.isOver() ? around.knownOperation() : around.operation();
		return (outer != null) ? outer.name() : null;
	}

	/**
	 * Return whether the work for which this connection was borrowed goes on. Any thread
	 * may ask.
	 * @return whether it was borrowed for known work that is not over
	 */
	public boolean isAtWork() {
		WorkScope around = this.scope;
		return around != null && !around.isOver();
	}

	/**
	 * Return whether the work for which this connection was borrowed is over. Any thread
	 * may ask.
	 * @return whether it was borrowed for known work that is over
	 */
	public boolean isLeftBehind() {
		WorkScope around = this.scope;
		return around != null && around.isOver();
	}

	/**
	 * Say who is told, once, when the pool has this connection back: it was closed, or it
	 * was cut and taken out. To be said right after it was lent, by one only.
	 * @param lender who has lent it
	 */
	public void lentBy(Lender lender) {
		LENDER.setRelease(this, lender);
	}

	/**
	 * Return in which part of the pool this connection is lent. Any thread may ask.
	 * @return the name of the segment, or {@code null} if there are none or if it is back
	 */
	public @Nullable String segment() {
		Lender current = (Lender) LENDER.getAcquire(this);
		return (current != null) ? current.segment() : null;
	}

	/**
	 * Return whether the pool waits for this connection, and the thread that has borrowed
	 * it is still at the work that it did so for. Any thread may ask.
	 * @return whether its borrower has it; {@code false} if it was cut, or if it was left
	 * to another thread and the work is over
	 */
	public boolean isOwed() {
		WorkScope around = this.scope;
		return LENDER.getAcquire(this) != null && (around == null || !around.isOver());
	}

	void returned() {
		if (LENDER.getAcquire(this) != null) {
			Lender current = (Lender) LENDER.getAndSet(this, null);
			if (current != null) {
				current.takeBack();
			}
		}
	}

	/**
	 * This connection is being given back.
	 */
	void unlend() {
		this.place = this.advice.lentConnections().remove(self(), this.place);
	}

	/**
	 * Return what the database does for this connection. Only its own thread may ask.
	 * @return the work of this loan
	 */
	ConnectionWork work() {
		ConnectionWork known = this.work;
		if (known == null) {
			known = new ConnectionWork(this.lentAt);
			WORK.setRelease(this, known);
		}
		return known;
	}

	// The pool closes what the application left open.
	void completePending() {
		ConnectionWork known = this.work;
		if (known != null) {
			known.completePending();
		}
	}

	private @Nullable ConnectionWork seenWork() {
		return (ConnectionWork) WORK.getAcquire(this);
	}

	/**
	 * Return what the server is working on for this connection. Any thread may ask; the
	 * answer may be old when it arrives.
	 * @return the statement as the pool lent it, or {@code null} if none is under way
	 */
	public @Nullable Statement running() {
		ConnectionWork seen = seenWork();
		ObservedExecution execution = (seen != null) ? seen.running() : null;
		return (execution != null) ? execution.statement() : null;
	}

	/**
	 * Return what the server is working on for this connection. Any thread may ask; the
	 * answer may be old when it arrives, and change while it is looked at.
	 * @return the execution, or {@code null} if none is under way
	 */
	public @Nullable StatementExecution runningExecution() {
		ConnectionWork seen = seenWork();
		return (seen != null) ? seen.running() : null;
	}

	/**
	 * Return the latest statement that was answered. Any thread may ask, after it has
	 * asked what is {@link #running()}.
	 * @return the text as the application gave it, or {@code null} if there was none, or
	 * a batch of different ones
	 */
	public @Nullable String lastStatement() {
		ConnectionWork seen = seenWork();
		return (seen != null) ? seen.lastStatement() : null;
	}

	/**
	 * Return since when nothing was asked of the database, if nothing is under way. Any
	 * thread may ask, after it has asked what is {@link #running()}.
	 * @return the moment in the time of {@link ConnectionAdvice#nanoTime()}; that of the
	 * loan where statements are not measured
	 */
	public long idleSince() {
		ConnectionWork seen = seenWork();
		return (seen != null) ? seen.idleSince() : this.lentAt;
	}

	/**
	 * Return how long the database worked for this connection since it was lent. Any
	 * thread may ask, after it has asked what is {@link #running()}.
	 * @return nanoseconds of all statements that were answered; 0 where they are not
	 * measured
	 */
	public long statementNanos() {
		ConnectionWork seen = seenWork();
		return (seen != null) ? seen.nanos() : 0;
	}

	/**
	 * Return whether the statements of this connection are measured.
	 * @return whether somebody listens to them
	 */
	public boolean isMeasured() {
		return this.advice.statementListener() != StatementListeners.NOBODY;
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
		if (!this.advice.lentConnections().forget(self(), this.place)) {
			return false;
		}
		try {
			sever();
		}
		finally {
			// Its thread may never end the transaction.
			tellTaken();
		}
		return true;
	}

	private void tellTaken() {
		for (TransactionHook hook : this.advice.hooks()) {
			try {
				hook.taken(self());
			}
			catch (RuntimeException ex) {
				logger.warn("A transaction hook of data source '{}' failed", dataSource(), ex);
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
				this.advice.lentConnections().forget(self(), this.place);
				returned();
			}
		}
	}

	/**
	 * Close this connection if it was {@link #end ended}, as its end wants it.
	 * @return whether it was
	 * @throws SQLException if it cannot be closed in order
	 */
	boolean closeIfEnded() throws SQLException {
		Ending current = this.ending;
		if (current == null) {
			return false;
		}
		current.close(this.advice, delegate());
		return true;
	}

	void refuseIfEnded() throws SQLException {
		Ending current = this.ending;
		if (current != null) {
			throw current.error(null);
		}
	}

	/**
	 * What the driver says about a connection that was cut does not help anybody.
	 * @param error an error of the driver
	 * @return the same one, or why the connection was ended
	 */
	SQLException inTruth(SQLException error) {
		Ending current = this.ending;
		if (current == null || current.reason().equals(error.getMessage())) {
			return error;
		}
		return current.error(error);
	}

}
