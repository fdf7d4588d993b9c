package dev.mainstay.observe.slow;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.DurationText;
import dev.mainstay.datasource.LentConnections;
import dev.mainstay.datasource.StatementExecution;
import dev.mainstay.datasource.StatementListener;
import dev.mainstay.failure.FailureClassifier;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.observe.ParameterMode;
import dev.mainstay.observe.StatementObservation;
import dev.mainstay.operation.ApplicationFrame;
import dev.mainstay.operation.Operation;
import dev.mainstay.sql.Fingerprint;
import dev.mainstay.sql.Fingerprints;

/**
 * Keeps the latest slow statements, and notices those that are still running: somebody
 * has to {@link #look()} now and then, no statement has a timer of its own. Thread-safe.
 */
public final class SlowStatements implements StatementListener {

	private static final Logger logger = LoggerFactory.getLogger(SlowStatements.class);

	/**
	 * How many are kept.
	 */
	public static final int KEPT = 200;

	private final StatementObservation observation;

	private final Function<DatabaseProduct, Fingerprints> fingerprints;

	private final ParameterMode parameters;

	private final ApplicationFrame frame;

	private final LongSupplier nanoTime;

	private final Clock clock;

	private final Throttle throttle;

	// Guards the two below. Taken for slow statements only.
	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<SlowStatement> over = new ArrayDeque<>();

	private List<Sighting> running = List.of();

	/**
	 * Create an empty store.
	 * @param observation whether to observe, and what is slow
	 * @param fingerprints the fingerprints of each product's language
	 * @param parameters what may be kept of bound values
	 * @param frame tells where a thread is
	 * @param nanoTime the source of elapsed time, in nanoseconds: the one that executions
	 * are measured with
	 * @param clock tells the time
	 */
	public SlowStatements(StatementObservation observation, Function<DatabaseProduct, Fingerprints> fingerprints,
			ParameterMode parameters, ApplicationFrame frame, LongSupplier nanoTime, Clock clock) {
		this.observation = observation;
		this.fingerprints = fingerprints;
		this.parameters = parameters;
		this.frame = frame;
		this.nanoTime = nanoTime;
		this.clock = clock;
		this.throttle = new Throttle(nanoTime);
	}

	@Override
	public boolean wantsParameters() {
		return this.parameters != ParameterMode.NONE;
	}

	@Override
	public void completed(StatementExecution execution) {
		if (execution.elapsedNanos() < this.observation.slowNanos() || !this.observation.isOn()
				|| execution.connection().isMigrating() || !this.throttle.admits()) {
			return;
		}
		SQLException error = execution.error();
		Sighting sighting = see(execution, execution.startedNanos(), execution.connection());
		SlowStatement statement = describe(sighting,
				(error != null) ? SlowStatement.State.FAILED : SlowStatement.State.COMPLETED, execution.elapsedNanos(),
				(execution.rows() >= 0) ? execution.rows() : null,
				(error != null) ? FailureClassifier.kindOf(error, execution.connection().product()) : null);
		this.lock.lock();
		try {
			this.over.addFirst(statement);
			while (this.over.size() > KEPT) {
				this.over.removeLast();
			}
		}
		finally {
			this.lock.unlock();
		}
		if (this.throttle.admitsLine(statement.fingerprint())) {
			logger.warn("Slow statement {} of data source '{}' took {} ({}): {} [{} at {}]",
					statement.fingerprint().id(), statement.dataSource(),
					DurationText.of(statement.executed().truncatedTo(ChronoUnit.MILLIS)),
					(statement.rows() != null) ? statement.rows() + " rows" : "rows unknown",
					statement.fingerprint().text(),
					(statement.operation() != null) ? statement.operation() : "no operation", statement.place());
		}
	}

	/**
	 * Look for statements that have been running for too long.
	 * @param connections those that are lent, of one data source after the other
	 */
	public void look(List<LentConnections> connections) {
		long slow = this.observation.slowNanos();
		List<Sighting> seen = new ArrayList<>();
		if (this.observation.isOn()) {
			long now = this.nanoTime.getAsLong();
			connections.forEach((lent) -> lent.forEach((connection) -> {
				StatementExecution execution = connection.runningExecution();
				if (execution != null && !connection.isMigrating() && now - execution.startedNanos() >= slow) {
					Sighting sighting = again(connection, execution);
					if (sighting != null) {
						seen.add(sighting);
					}
				}
			}));
		}
		this.lock.lock();
		try {
			this.running = List.copyOf(seen);
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Sighting again(AdvisedConnection connection, StatementExecution execution) {
		long started = execution.startedNanos();
		for (Sighting known : this.running) {
			if (known.connection() == connection && known.startedNanos() == started) {
				return known;
			}
		}
		Sighting sighting = see(execution, started, connection);
		// What was read belongs together only if it is still the same execution.
		boolean same = connection.runningExecution() == execution && execution.startedNanos() == started;
		return same ? sighting : null;
	}

	private Sighting see(StatementExecution execution, long startedNanos, AdvisedConnection connection) {
		String sql = execution.sql();
		Fingerprint fingerprint = this.fingerprints.apply(connection.product())
			.of((sql != null) ? sql : "batch of different statements");
		Operation operation = execution.operation();
		return new Sighting(connection, startedNanos, fingerprint, execution.batchSize(),
				(operation != null) ? operation.name() : null, this.frame.of(execution.thread()),
				execution.thread().getName(), shown(execution));
	}

	// Another thread may be binding the next values already.
	private List<String> shown(StatementExecution execution) {
		try {
			return this.parameters.showAll(execution.parameters());
		}
		catch (RuntimeException ex) {
			return List.of();
		}
	}

	private SlowStatement describe(Sighting sighting, SlowStatement.State state, long nanos, @Nullable Long rows,
			@Nullable FailureKind error) {
		Instant now = this.clock.instant();
		Instant started = now.minusNanos(this.nanoTime.getAsLong() - sighting.startedNanos());
		Duration acquired = Duration.ofNanos(sighting.connection().acquireNanos());
		Duration executed = Duration.ofNanos(nanos);
		List<String> advice = new SlowStatementAdvice(sighting.fingerprint(), acquired, executed, rows, error).lines();
		return new SlowStatement(sighting.connection().dataSource(), sighting.fingerprint(), state, started, acquired,
				executed, rows, sighting.batchSize(), error, sighting.operation(), sighting.place(), sighting.thread(),
				sighting.parameters(), advice);
	}

	/**
	 * Return the slow statements.
	 * @return those that were running at the last {@link #look}, the longest first, and
	 * then those that are over, the latest first
	 */
	public List<SlowStatement> latest() {
		this.lock.lock();
		try {
			List<SlowStatement> found = new ArrayList<>();
			long now = this.nanoTime.getAsLong();
			for (Sighting sighting : this.running) {
				if (sighting.isStillRunning()) {
					found.add(
							describe(sighting, SlowStatement.State.RUNNING, now - sighting.startedNanos(), null, null));
				}
			}
			found.sort((one, other) -> other.executed().compareTo(one.executed()));
			found.addAll(this.over);
			return found;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What was found out about a slow execution while it could be looked at.
	 *
	 * @param connection where it runs
	 * @param startedNanos when it was sent
	 * @param fingerprint the statement
	 * @param batchSize the size of the batch
	 * @param operation the name of the operation, if there is one
	 * @param place where in the application
	 * @param thread the name of the thread
	 * @param parameters what may be shown of bound values
	 */
	private record Sighting(AdvisedConnection connection, long startedNanos, Fingerprint fingerprint, int batchSize,
			@Nullable String operation, String place, String thread, List<String> parameters) {

		boolean isStillRunning() {
			StatementExecution execution = this.connection.runningExecution();
			return execution != null && execution.startedNanos() == this.startedNanos;
		}

	}

}
