package dev.mainstay.transaction;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.TransactionState;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureClassifier;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.failure.Rollback;
import dev.mainstay.sql.SingleRead;
import dev.mainstay.sql.SqlDialect;

/**
 * What one attempt of a unit of work has done to the database, as its connections tell.
 * Belongs to the thread that makes the attempt.
 */
public final class UnitFrame {

	private static final ThreadLocal<@Nullable UnitFrame> current = new ThreadLocal<>();

	private static final int MOST_READS = 32;

	private final @Nullable UnitFrame outer;

	private final boolean repeatable;

	private @Nullable TransactionState last;

	private @Nullable Failure lastFailure;

	private boolean lostUnused;

	private boolean read;

	// Something remains of the attempt, whatever is rolled back later.
	private boolean remains;

	// What was sent outside of transactions, to be looked at if the attempt fails.
	private @Nullable List<String> outside;

	private DatabaseProduct outsideProduct = DatabaseProduct.OTHER;

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
			// Only looked at if somebody further out may try again.
			this.outer.remains |= this.outer.isInRepeatable() && hasRemains();
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

	private boolean isInRepeatable() {
		return this.repeatable || (this.outer != null && this.outer.isInRepeatable());
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
		this.remains |= outcome == TransactionState.UNKNOWN || connection.isPartlyCommitted()
				|| (outcome == TransactionState.COMMITTED && !isReadOnly(connection));
		SQLException error = connection.transactionError();
		this.lastFailure = (error != null && outcome == TransactionState.ROLLED_BACK)
				? FailureClassifier.classify(error, connection.product()) : null;
	}

	private static boolean isReadOnly(AdvisedConnection connection) {
		try {
			return connection.isReadOnly();
		}
		catch (SQLException ex) {
			// A connection that cannot tell any more may have written.
			return false;
		}
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

	void sendingOutsideTransaction(AdvisedConnection connection, @Nullable String sql) {
		if (this.remains) {
			return;
		}
		List<String> sent = this.outside;
		if (sent == null) {
			sent = new ArrayList<>(2);
			this.outside = sent;
			this.outsideProduct = connection.product();
		}
		boolean known = sql != null && sent.size() < MOST_READS && connection.product() == this.outsideProduct;
		if (sql == null || !known) {
			this.remains = true;
		}
		else if (!sent.contains(sql)) {
			sent.add(sql);
		}
	}

	private boolean hasRemains() {
		List<String> sent = this.outside;
		if (!this.remains && sent != null) {
			SqlDialect dialect = SqlDialect.of(this.outsideProduct);
			this.remains = !sent.stream().allMatch((sql) -> SingleRead.isRead(sql, dialect));
			this.outside = null;
			this.read = true;
		}
		return this.remains;
	}

	/**
	 * Return whether nothing of this attempt remains in the database.
	 * @param failure how it failed
	 * @return whether another attempt does no work twice
	 */
	boolean isUndone(Failure failure) {
		if (hasRemains()) {
			return false;
		}
		if (this.last != null || this.read || this.lostUnused || failure.rollback() == Rollback.NOTHING_BEGAN) {
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
		this.read = false;
		if (actions != null) {
			actions.forEach(Runnable::run);
		}
	}

}
