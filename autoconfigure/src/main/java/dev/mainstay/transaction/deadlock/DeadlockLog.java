package dev.mainstay.transaction.deadlock;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.SideConnections;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.failure.FailureListener;
import dev.mainstay.transaction.statistics.OperationName;
import dev.mainstay.transaction.statistics.TransactionStatistics;

/**
 * Keeps what is known about deadlocks and serialization conflicts: how many there were,
 * and of the latest deadlocks who waited for whom. Safe for use by many threads. The
 * thread that had the error only writes down what the error itself tells; the database is
 * asked for the rest by another thread.
 */
public final class DeadlockLog implements FailureListener {

	static final int KEPT = 50;

	private static final Duration COUNT_PAUSE = Duration.ofSeconds(1);

	private final TransactionStatistics statistics;

	private final Clock clock;

	private final DeadlockLookUp lookUp;

	private final SideConnections connections;

	// Guards all that follows. It is held briefly, and only after an error.
	private final Lock lock = new ReentrantLock();

	private final Map<String, DeadlockCounts> counts = new HashMap<>();

	private final Map<String, Instant> nextCount = new HashMap<>();

	private final Deque<Deadlock> latest = new ArrayDeque<>();

	private long lastId;

	/**
	 * Create a log.
	 * @param statistics knows which unit of work each connection is at
	 * @param connections connections to ask the database with
	 * @param executor runs what asks the database
	 * @param clock the time
	 */
	public DeadlockLog(TransactionStatistics statistics, SideConnections connections, Executor executor, Clock clock) {
		this.statistics = statistics;
		this.connections = connections;
		this.clock = clock;
		this.lookUp = new DeadlockLookUp(connections, executor, clock, this::replace);
	}

	@Override
	public void failed(String dataSource, FailureKind kind, SQLException error) {
		if (kind == FailureKind.DEADLOCK) {
			deadlock(dataSource, error);
		}
		else if (kind == FailureKind.SERIALIZATION_CONFLICT) {
			locked((now) -> {
				counts(dataSource).conflict(now, operation());
				return null;
			});
		}
	}

	private void deadlock(String dataSource, SQLException error) {
		Map<Long, String> operations = this.statistics.sessions(dataSource);
		List<Participant> participants = new ArrayList<>();
		for (Participant participant : PostgresReport.read(error)) {
			participants.add(participant.by(operations.get(participant.session()), participant.victim()));
		}
		DatabaseProduct product = this.connections.product(dataSource);
		boolean told = !participants.isEmpty();
		String note = told ? null : "The database does not tell who waited for whom.";
		Deadlock deadlock = locked((now) -> {
			String operation = operation();
			counts(dataSource).deadlock(now, operation);
			Deadlock added = new Deadlock(++this.lastId, now, dataSource, operation, participants, note);
			this.latest.addFirst(added);
			if (this.latest.size() > KEPT) {
				this.latest.removeLast();
			}
			return added;
		});
		if (product == DatabaseProduct.MYSQL) {
			this.lookUp.innodb(deadlock, this.statistics.session(dataSource), operations);
		}
		else if (RelationNames.areMissing(participants)) {
			this.lookUp.relations(deadlock);
		}
	}

	private static String operation() {
		String name = OperationName.current();
		return (name != null) ? name : OperationName.UNNAMED;
	}

	private DeadlockCounts counts(String dataSource) {
		DeadlockCounts known = this.counts.computeIfAbsent(dataSource, (name) -> new DeadlockCounts());
		Instant now = this.clock.instant();
		Instant due = this.nextCount.get(dataSource);
		// Adding up all operations takes its time, and errors come in bursts.
		if (due == null || !now.isBefore(due)) {
			this.nextCount.put(dataSource, now.plus(COUNT_PAUSE));
			known.transactions(now, this.statistics.snapshot(dataSource).count());
		}
		return known;
	}

	private void replace(Deadlock before, Deadlock after) {
		locked((now) -> {
			List<Deadlock> all = new ArrayList<>(this.latest);
			if (Collections.replaceAll(all, before, after)) {
				this.latest.clear();
				this.latest.addAll(all);
			}
			return null;
		});
	}

	private <T extends @Nullable Object> T locked(Function<Instant, T> action) {
		this.lock.lock();
		try {
			return action.apply(this.clock.instant());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the numbers of a data source.
	 * @param dataSource the bean name
	 * @return the numbers; all zero for one that had no deadlock
	 */
	public DeadlockSummary summary(String dataSource) {
		return locked((now) -> counts(dataSource).summary(dataSource, now));
	}

	/**
	 * Return how many deadlocks a data source had.
	 * @param dataSource the bean name
	 * @return the number since the start
	 */
	public long deadlocks(String dataSource) {
		return locked((now) -> counts(dataSource).totalDeadlocks());
	}

	/**
	 * Return how many serialization conflicts a data source had.
	 * @param dataSource the bean name
	 * @return the number since the start
	 */
	public long conflicts(String dataSource) {
		return locked((now) -> counts(dataSource).totalConflicts());
	}

	/**
	 * Return the latest deadlocks of a data source.
	 * @param dataSource the bean name
	 * @return up to 50 of them, the last one first
	 */
	public List<Deadlock> latest(String dataSource) {
		return locked(
				(now) -> this.latest.stream().filter((deadlock) -> deadlock.dataSource().equals(dataSource)).toList());
	}

	/**
	 * Return what to do about the deadlocks of a data source.
	 * @param dataSource the bean name
	 * @return sentences, the most promising first; empty if there is nothing to do
	 */
	public List<String> advice(String dataSource) {
		return new DeadlockAdvice(summary(dataSource), latest(dataSource), this.statistics.snapshot(dataSource))
			.sentences();
	}

}
