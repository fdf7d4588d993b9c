package dev.mainstay.cache.tracking;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.cache.dependency.StatementTables;
import dev.mainstay.cache.dependency.WrittenTables;
import dev.mainstay.cache.version.AnnouncedChange;
import dev.mainstay.cache.version.ChangeAnnouncer;
import dev.mainstay.cache.version.Tag;
import dev.mainstay.cache.version.TagVersions;
import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.StatementExecution;
import dev.mainstay.datasource.StatementListener;
import dev.mainstay.datasource.TransactionHook;
import dev.mainstay.datasource.TransactionState;
import dev.mainstay.operation.WorkScope;

/*
 * Every statement says before it is sent what it changes. Inside a transaction that is
 * kept until the outcome is known: committed or unknown raises the versions of the
 * tables, rolled back raises nothing. A statement outside of a transaction raises them
 * when it is answered. Both happen before the application goes on.
 *
 * A rollback to a savepoint takes nothing back: what was changed before is raised
 * although it need not be.
 *
 * From before a commit is sent until the versions are raised, what it changes is held: it
 * becomes visible to some in between.
 *
 * Nothing is looked at while nobody keeps answers. Whoever begins to do so in the middle
 * of a transaction finds it marked as having changed anything.
 */

/**
 * Raises the versions of what is changed, whatever changes it: JPA, JdbcTemplate, jOOQ,
 * MyBatis or plain JDBC. Thread-safe.
 */
public final class ChangeTracker implements TransactionHook, StatementListener {

	private static final Logger logger = LoggerFactory.getLogger(ChangeTracker.class);

	private final TagVersions versions;

	private final StatementTables tables;

	private final ChangedNames names;

	private final UnknownChanges unknown;

	private final AtomicBoolean warned = new AtomicBoolean();

	private final AtomicBoolean warnedOfUnseen = new AtomicBoolean();

	private volatile ChangeAnnouncer announcer = ChangeAnnouncer.NONE;

	/**
	 * Create a tracker.
	 * @param versions the versions to raise
	 * @param tables tells what statements change
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	public ChangeTracker(TagVersions versions, StatementTables tables, LongSupplier nanoTime) {
		this.versions = versions;
		this.tables = tables;
		this.names = new ChangedNames(versions, tables);
		this.unknown = new UnknownChanges(versions, nanoTime);
	}

	/**
	 * Have others told of changes before they are committed, from now on.
	 * @param announcer tells them
	 */
	public void announceBy(ChangeAnnouncer announcer) {
		this.announcer = announcer;
	}

	/**
	 * Look after changes of which it is not known whether they have happened, or will. To
	 * be called each second.
	 */
	public void maintain() {
		this.unknown.renew();
	}

	@Override
	public void beginning(AdvisedConnection connection) {
		TransactionTrace trace = new TransactionTrace(connection, this.versions.currentStamp());
		connection.attach(this, trace);
		ThreadTransactions.current().add(trace);
	}

	@Override
	public void committing(AdvisedConnection connection) throws SQLException {
		TransactionTrace trace = (TransactionTrace) connection.attachment(this);
		if (trace != null && this.versions.isUsed()) {
			boolean everything = trace.hasChangedEverything() || trace.isPartlyCommitted();
			if (everything || !trace.written().isEmpty()) {
				AnnouncedChange announced = this.announcer.announceOrRefuse(everything ? Set.of() : trace.written());
				trace.hold(Hold.begin(this.versions, trace.written(), everything, announced));
			}
		}
	}

	@Override
	public void sendingOutsideTransaction(AdvisedConnection connection, @Nullable String sql) throws SQLException {
		ChangeAnnouncer current = this.announcer;
		if (current == ChangeAnnouncer.NONE) {
			return;
		}
		WrittenTables change = change(connection, sql);
		boolean everything = change.everything() || change.ends();
		if (everything || !change.tables().isEmpty()) {
			ThreadTransactions.current().announced(current.announceOrRefuse(everything ? Set.of() : change.tables()));
		}
	}

	@Override
	public void started(StatementExecution execution) {
		if (this.versions.isUsed()) {
			safely(() -> follow(execution));
		}
		else {
			passOver(execution.connection());
		}
	}

	// Nobody keeps answers. Whoever begins to before the transaction is over finds that
	// it may have changed anything, and that later statements may mean something else.
	private void passOver(AdvisedConnection connection) {
		connection.changeSession();
		if (connection.transaction() == TransactionState.ACTIVE
				&& connection.attachment(this) instanceof TransactionTrace trace) {
			trace.addEverything();
		}
	}

	private void follow(StatementExecution execution) {
		AdvisedConnection connection = execution.connection();
		TransactionTrace trace = trace(connection);
		WorkReads work = work();
		WrittenTables change = change(execution);
		if (change.sessionChanged()) {
			connection.changeSession();
		}
		Set<String> changed = names(change, execution);
		if (trace != null) {
			trace.add(change.everything(), changed);
		}
		hold(change, changed, trace);
		LoadTrace load = LoadTrace.current();
		if (load != null) {
			load.statement(execution, change, trace, isolation(connection), this.tables);
		}
		String sql = execution.sql();
		if (work != null && sql != null && change.isNothing()) {
			work.add(new StatementSource(connection.dataSource(), connection.product(), sql));
		}
	}

	// What is committed by itself.
	private void hold(WrittenTables change, Set<String> changed, @Nullable TransactionTrace trace) {
		boolean everything = change.everything() || change.ends();
		if ((trace != null) ? change.ends() : everything || !changed.isEmpty()) {
			ThreadTransactions transactions = ThreadTransactions.current();
			// In a transaction it is too late to refuse a commit that is sent as a
			// statement.
			AnnouncedChange announced = (trace != null) ? this.announcer.announce(Set.of())
					: transactions.takeAnnounced();
			transactions.hold(Hold.begin(this.versions, changed, everything, announced));
		}
	}

	// What is not seen is not known any more.
	private void safely(Runnable step) {
		try {
			step.run();
		}
		catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
			this.versions.distrust(this);
			this.versions.changedAll();
			if (this.warned.compareAndSet(false, true)) {
				logger.error("Changes cannot be followed any more. Nothing is served from the cache from now on", ex);
			}
		}
	}

	// Of the request, the message or the task that the thread is at.
	private @Nullable WorkReads work() {
		WorkScope scope = WorkReads.outermost();
		if (scope == null) {
			return null;
		}
		if (scope.attachment(this) instanceof WorkReads known) {
			return known;
		}
		WorkReads reads = new WorkReads(this.versions.currentStamp());
		scope.attach(this, reads);
		return reads;
	}

	/**
	 * Say that an answer may contain what was read earlier in the work of this thread,
	 * such as entities that its persistence context holds.
	 * @param load what is read for the answer; refused if it is not known since when
	 */
	public void readSinceWorkBegan(LoadTrace load) {
		WorkScope work = WorkReads.outermost();
		if (work != null && work.attachment(this) instanceof WorkReads reads && !this.versions.isNewlyUsed()) {
			load.readBefore(reads);
		}
		else {
			load.refuse("The persistence context holds entities, and it is not known since when");
		}
	}

	@Override
	public void answered(StatementExecution execution) {
		if (!this.versions.isUsed()) {
			return;
		}
		try {
			safely(() -> raise(execution));
		}
		finally {
			ThreadTransactions.current().endHold(!isLost(execution));
		}
	}

	private void raise(StatementExecution execution) {
		AdvisedConnection connection = execution.connection();
		if (connection.transaction() != TransactionState.ACTIVE) {
			WrittenTables change = change(execution);
			raise(change.everything() || change.ends(), names(change, execution), isLost(execution));
		}
		else if (isCommitted(execution, trace(connection))) {
			// Seen by all from now on, although the transaction goes on.
			raise(true, Set.of(), false);
		}
	}

	private static boolean isLost(StatementExecution execution) {
		return execution.error() != null && execution.connection().isLost();
	}

	private boolean isCommitted(StatementExecution execution, @Nullable TransactionTrace trace) {
		if (trace != null && change(execution).ends()) {
			trace.addCommit();
		}
		return (trace != null) ? trace.isPartlyCommitted() : execution.connection().isPartlyCommitted();
	}

	@Override
	public boolean wantsParameters() {
		return this.versions.isUsed();
	}

	@Override
	public void isolationChosen(AdvisedConnection connection) {
		if (connection.chosenIsolation() > Connection.TRANSACTION_READ_COMMITTED) {
			ThreadTransactions.current().addIsolated(connection);
		}
	}

	@Override
	public void lentOut(AdvisedConnection connection) {
		ThreadTransactions.current().addLent(connection);
	}

	@Override
	public void usedBehind(AdvisedConnection connection) {
		if (this.versions.isUsed()) {
			if (this.warnedOfUnseen.compareAndSet(false, true)) {
				logger.warn(
						"The driver's own connection or result of data source '{}' was used, so that it is not "
								+ "known what was changed. All cached answers are dropped each time that happens",
						connection.dataSource());
			}
			this.versions.changedAll();
		}
	}

	@Override
	public void ended(AdvisedConnection connection, TransactionState outcome) {
		TransactionTrace trace = (TransactionTrace) connection.attachment(this);
		try {
			safely(() -> raise(connection, trace, outcome));
		}
		finally {
			if (trace != null) {
				trace.end();
				ThreadTransactions.current().remove(trace);
				trace.endHold(outcome != TransactionState.UNKNOWN);
			}
		}
	}

	private void raise(AdvisedConnection connection, @Nullable TransactionTrace trace, TransactionState outcome) {
		boolean partly = (trace != null) ? trace.isPartlyCommitted() : connection.isPartlyCommitted();
		if (!this.versions.isUsed() || (outcome == TransactionState.ROLLED_BACK && !partly)) {
			return;
		}
		boolean unseen = trace == null || trace.hasChangedEverything() || partly;
		raise(unseen, (trace != null) ? trace.written() : Set.of(), outcome == TransactionState.UNKNOWN);
	}

	/**
	 * Return why a cached answer must not be given to this thread now.
	 * @return the reason, or {@code null} if there is none
	 */
	public @Nullable Obstacle obstacle() {
		ThreadTransactions transactions = ThreadTransactions.current();
		if (transactions.hasLent()) {
			return Obstacle.CHANGED_BY_TRANSACTION;
		}
		// Also before its first statement: what is given then must be what that sees.
		if (transactions.hasIsolated()) {
			return Obstacle.SNAPSHOT;
		}
		List<TransactionTrace> open = transactions.open();
		for (int i = 0; i < open.size(); i++) {
			TransactionTrace trace = open.get(i);
			if (trace.hasChangedEverything()) {
				return Obstacle.CHANGED_BY_TRANSACTION;
			}
			if (hasSnapshot(trace.connection())) {
				return Obstacle.SNAPSHOT;
			}
		}
		return null;
	}

	private boolean hasSnapshot(AdvisedConnection connection) {
		int isolation = isolation(connection);
		return connection.isSessionChanged() || (isolation != Connection.TRANSACTION_READ_COMMITTED
				&& isolation != Connection.TRANSACTION_READ_UNCOMMITTED);
	}

	private int isolation(AdvisedConnection connection) {
		int chosen = connection.chosenIsolation();
		return (chosen != AdvisedConnection.UNKNOWN_ISOLATION) ? chosen
				: this.tables.defaultIsolation(connection.dataSource());
	}

	/**
	 * Return whether a transaction of this thread that is still open has changed
	 * something that an answer depends on.
	 * @param tags what the answer depends on
	 * @return whether it has, or may have
	 */
	public boolean isChangedByTransaction(Tag[] tags) {
		List<TransactionTrace> open = ThreadTransactions.current().open();
		for (int i = 0; i < open.size(); i++) {
			if (open.get(i).hasChanged(tags)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return whether this thread is in the middle of a transaction, so that it holds a
	 * connection that others may wait for.
	 * @return whether it is
	 */
	public boolean isInTransaction() {
		return !ThreadTransactions.current().open().isEmpty();
	}

	private @Nullable TransactionTrace trace(AdvisedConnection connection) {
		if (connection.transaction() != TransactionState.ACTIVE) {
			return null;
		}
		TransactionTrace known = (TransactionTrace) connection.attachment(this);
		if (known == null) {
			// Another hook has failed before this one was told.
			beginning(connection);
			known = (TransactionTrace) connection.attachment(this);
			if (known != null) {
				known.addEverything();
			}
		}
		return known;
	}

	private Set<String> names(WrittenTables change, StatementExecution execution) {
		try {
			return this.names.of(change, execution);
		}
		catch (RuntimeException | StackOverflowError ex) {
			if (this.warned.compareAndSet(false, true)) {
				logger.warn("Which rows a statement of data source '{}' changes cannot be told. It counts as changing "
						+ "all of its tables", execution.connection().dataSource(), ex);
			}
			return change.tables();
		}
	}

	private WrittenTables change(StatementExecution execution) {
		return change(execution.connection(), execution.sql());
	}

	private WrittenTables change(AdvisedConnection connection, @Nullable String sql) {
		if (sql == null) {
			return WrittenTables.EVERYTHING;
		}
		try {
			return this.tables.writes(connection.dataSource(), connection.product(), sql);
		}
		catch (RuntimeException | StackOverflowError ex) {
			if (this.warned.compareAndSet(false, true)) {
				logger.warn("What a statement of data source '{}' changes cannot be told. All cached answers are "
						+ "dropped each time that happens", connection.dataSource(), ex);
			}
			return WrittenTables.EVERYTHING;
		}
	}

	private void raise(boolean everything, Set<String> written, boolean perhaps) {
		if (!everything && written.isEmpty()) {
			return;
		}
		Set<String> names = everything ? Set.of() : Set.copyOf(written);
		if (perhaps) {
			this.unknown.add(names);
		}
		else if (everything) {
			this.versions.changedAll();
		}
		else {
			this.versions.changed(names);
		}
	}

}
