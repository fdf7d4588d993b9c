package dev.mainstay.admission.holder;

import java.time.Duration;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.mainstay.admission.SegmentSnapshot;
import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.StatementExecution;
import dev.mainstay.datasource.TransactionState;
import dev.mainstay.sql.Fingerprint;
import dev.mainstay.sql.SqlDialect;

/**
 * A connection that is lent, as another thread has found it. Nothing is put into words
 * yet.
 *
 * @param thread who has borrowed it
 * @param operation what the work is called, or {@code null} if nothing is known
 * @param segment in which part of the pool, or {@code null} if there are none
 * @param age for how long it is lent, in nanoseconds
 * @param state what it is doing
 * @param stateAge since when, in nanoseconds
 * @param inStatements how long the database has worked for it, in nanoseconds
 * @param inTransaction whether a transaction is open
 * @param leaked whether it is unlikely to be given back
 * @param sql the latest statement as the application gave it, or {@code null}
 * @param product whose language that is
 */
record HeldConnection(Thread thread, @Nullable String operation, @Nullable String segment, long age, HolderState state,
		long stateAge, long inStatements, boolean inTransaction, boolean leaked, @Nullable String sql,
		DatabaseProduct product) {

	private static final int LONGEST_STATEMENT = 200;

	private static final String POOL = "dev.mainstay.pool.ManagedPool";

	// The source that it lends through is a lambda.
	private static final String BORROW = "$watch$";

	/**
	 * Look at a connection.
	 * @param connection the connection
	 * @param thread who has borrowed it
	 * @param now the time
	 * @param waiting whether a thread that has a connection waits for a second one
	 * @param leakNanos how long it may do nothing outside of any work
	 * @return what was seen
	 */
	static HeldConnection of(AdvisedConnection connection, Thread thread, long now, Predicate<Thread> waiting,
			long leakNanos) {
		StatementExecution running = connection.runningExecution();
		boolean transaction = connection.isInTransaction();
		boolean committing = connection.transaction() == TransactionState.COMMIT_SENT;
		boolean measured = connection.isMeasured();
		long age = Math.max(0, now - connection.lentAt());
		long since = (running != null && measured) ? running.startedNanos() : connection.idleSince();
		long stateAge = Math.min(age, Math.max(0, now - since));
		boolean working = running != null || committing;
		long inStatements = Math.min(age, connection.statementNanos() + (working ? stateAge : 0));
		String sql = (running != null) ? running.sql() : connection.lastStatement();
		HolderState state = HolderState.IN_STATEMENT;
		if (!working) {
			HolderState idle = transaction ? HolderState.IDLE_IN_TRANSACTION : HolderState.IDLE;
			state = waiting.test(thread) ? HolderState.WAITING : idle;
		}
		boolean abandoned = state == HolderState.IDLE && !connection.isAtWork() && leakNanos > 0
				&& stateAge >= leakNanos;
		boolean leaked = !working && (!thread.isAlive() || abandoned);
		return new HeldConnection(thread, connection.workName(), connection.segment(), age, state, stateAge,
				inStatements, transaction, leaked, sql, connection.product());
	}

	// Where there is no gate that would know. Another pool than this one is as likely to
	// be the reason why this connection is not given back.
	static boolean isBorrowing(Thread thread) {
		for (StackTraceElement frame : thread.getStackTrace()) {
			if (frame.getClassName().equals(POOL) && frame.getMethodName().contains(BORROW)) {
				return true;
			}
		}
		return false;
	}

	boolean isIn(SegmentSnapshot segment) {
		return segment.name().equals(this.segment);
	}

	Holder holder() {
		return new Holder(legible(this.thread.getName()), this.operation, this.segment, Duration.ofNanos(this.age),
				this.state, Duration.ofNanos(this.stateAge), Duration.ofNanos(this.inStatements), statement(),
				this.leaked);
	}

	private @Nullable String statement() {
		if (this.sql == null) {
			return null;
		}
		String text = legible(Fingerprint.of(this.sql, SqlDialect.of(this.product)).text());
		return (text.length() <= LONGEST_STATEMENT) ? text : text.substring(0, LONGEST_STATEMENT) + "…";
	}

	private static String legible(String text) {
		return text.replaceAll("\\p{Cntrl}", " ");
	}

}
