package dev.mainstay.transaction;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.TransactionState;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureClassifier;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.failure.Rollback;

/**
 * What one attempt of a unit of work has done to the database, as its connections tell.
 * Belongs to the thread that makes the attempt.
 */
public final class UnitFrame {

	private static final ThreadLocal<@Nullable UnitFrame> current = new ThreadLocal<>();

	private final @Nullable UnitFrame outer;

	private final boolean repeatable;

	private @Nullable TransactionState last;

	private @Nullable Failure lastFailure;

	private boolean lostUnused;

	private boolean lostRead;

	private boolean lostWrite;

	private @Nullable Deque<Runnable> undo;

	private UnitFrame(@Nullable UnitFrame outer, boolean repeatable) {
		this.outer = outer;
		this.repeatable = repeatable;
	}

	static UnitFrame enter(boolean repeatable) {
		UnitFrame frame = new UnitFrame(current.get(), repeatable);
		current.set(frame);
		return frame;
	}

	void leave() {
		if (this.outer != null) {
			current.set(this.outer);
		}
		else {
			current.remove();
		}
	}

	/**
	 * Return the attempt that the calling thread makes.
	 * @return the innermost attempt, or {@code null} outside of units of work
	 */
	static @Nullable UnitFrame current() {
		return current.get();
	}

	/**
	 * Return the attempt that the calling thread makes of a unit that may be tried again.
	 * @return the innermost such attempt, or {@code null} if there is none
	 */
	public static @Nullable UnitFrame currentRepeatable() {
		UnitFrame frame = current.get();
		while (frame != null && !frame.repeatable) {
			frame = frame.outer;
		}
		return frame;
	}

	/**
	 * Have something put back that this attempt is about to change in memory, in case
	 * there is another attempt.
	 * @param action what to do before the next attempt; the last one given is done first
	 */
	public void beforeNextAttempt(Runnable action) {
		if (this.undo == null) {
			this.undo = new ArrayDeque<>();
		}
		this.undo.push(action);
	}

	void ended(TransactionState outcome, AdvisedConnection connection) {
		this.last = outcome;
		SQLException error = connection.transactionError();
		this.lastFailure = (error != null && outcome == TransactionState.ROLLED_BACK)
				? FailureClassifier.classify(error, connection.product()) : null;
	}

	void lostAtRest(AdvisedConnection connection, SQLException error) {
		this.lostUnused = true;
		this.lastFailure = FailureClassifier.classify(error, connection.product());
	}

	/**
	 * Return what the attempt failed of if the exception does not tell: libraries and
	 * applications answer a lost connection with exceptions of their own, Hibernate even
	 * with an entity that is not found.
	 * @param thrown what the exception tells
	 * @return the same, or the failure that ended the attempt's transaction
	 */
	Failure explain(Failure thrown) {
		Failure failure = this.lastFailure;
		boolean ends = failure != null && (failure.kind().endsSession() || failure.forbidsCommit()
				|| failure.kind() == FailureKind.DEADLOCK || failure.kind() == FailureKind.SERIALIZATION_CONFLICT);
		return (failure != null && ends && !thrown.isOfDatabase()) ? failure : thrown;
	}

	void lostOutsideTransaction(boolean read) {
		if (read) {
			this.lostRead = true;
		}
		else {
			this.lostWrite = true;
		}
	}

	/**
	 * Return whether nothing of this attempt remains in the database.
	 * @param failure how it failed
	 * @return whether another attempt does no work twice
	 */
	boolean isUndone(Failure failure) {
		if (this.lostWrite || this.last == TransactionState.COMMITTED || this.last == TransactionState.UNKNOWN) {
			return false;
		}
		if (this.last == TransactionState.ROLLED_BACK || this.lostRead
				|| failure.rollback() == Rollback.NOTHING_BEGAN) {
			return true;
		}
		// Nothing was seen on our connections. What the server itself says can be
		// believed; of a lost connection that is not ours nobody knows how far it came.
		return !failure.kind().endsSession();
	}

	/**
	 * Put back what the attempt has changed in memory, and forget the rest.
	 */
	void undo() {
		Deque<Runnable> actions = this.undo;
		this.undo = null;
		this.last = null;
		this.lastFailure = null;
		this.lostUnused = false;
		this.lostRead = false;
		this.lostWrite = false;
		if (actions != null) {
			actions.forEach(Runnable::run);
		}
	}

}
