package dev.mainstay.transaction.deadlock;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.SideConnections;

/**
 * Asks the database what it did not tell together with a deadlock. Never on the thread
 * that had the error, over connections of its own, and once for all deadlocks that wait
 * for an answer.
 */
final class DeadlockLookUp {

	private static final Logger logger = LoggerFactory.getLogger(DeadlockLookUp.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofHours(1);

	private static final int ACCESS_DENIED = 1227;

	private static final String NOT_GRANTED = "Who waited for whom is not known: the user of this data source may not "
			+ "read SHOW ENGINE INNODB STATUS. GRANT PROCESS ON *.* to it to have it told.";

	private static final String OVERTAKEN = "Who waited for whom is not known: InnoDB keeps only the latest deadlock, "
			+ "and that is another one.";

	private static final String NO_SESSION = "Who waited for whom is not known: the driver does not tell which session "
			+ "is its own; MariaDB's does.";

	private static final String NO_ANSWER = "Who waited for whom is not known: the database did not answer.";

	private final SideConnections connections;

	private final Executor executor;

	private final Clock clock;

	private final BiConsumer<Deadlock, Deadlock> result;

	private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

	private final Map<String, Instant> refusedUntil = new ConcurrentHashMap<>();

	DeadlockLookUp(SideConnections connections, Executor executor, Clock clock, BiConsumer<Deadlock, Deadlock> result) {
		this.connections = connections;
		this.executor = executor;
		this.clock = clock;
		this.result = result;
	}

	/**
	 * Ask PostgreSQL for the names of tables.
	 * @param deadlock the deadlock that has numbers instead
	 */
	void relations(Deadlock deadlock) {
		execute(() -> {
			try (Connection connection = this.connections.open(deadlock.dataSource(), TIMEOUT)) {
				this.result.accept(deadlock,
						deadlock.with(RelationNames.fillIn(deadlock.participants(), connection), deadlock.note()));
			}
			catch (SQLException ex) {
				logger.debug("The tables of a deadlock are not known by name", ex);
			}
		});
	}

	/**
	 * Ask InnoDB for its latest deadlock.
	 * @param deadlock the deadlock to know more about
	 * @param session the session that was rolled back, if it is known
	 * @param operations what the application's sessions are at
	 */
	void innodb(Deadlock deadlock, OptionalLong session, Map<Long, String> operations) {
		if (session.isEmpty()) {
			this.result.accept(deadlock, deadlock.with(List.of(), NO_SESSION));
			return;
		}
		String dataSource = deadlock.dataSource();
		Instant until = this.refusedUntil.get(dataSource);
		if (until != null && this.clock.instant().isBefore(until)) {
			this.result.accept(deadlock, deadlock.with(List.of(), NOT_GRANTED));
			return;
		}
		Waiting questions = this.waiting.computeIfAbsent(dataSource, (name) -> new Waiting());
		questions.queue.add(new Question(deadlock, session.getAsLong(), operations));
		if (questions.asked.compareAndSet(false, true) && !execute(() -> answer(dataSource, questions))) {
			questions.asked.set(false);
			questions.queue.clear();
		}
	}

	private boolean execute(Runnable task) {
		try {
			this.executor.execute(task);
			return true;
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Too many questions about deadlocks, or the application is closing", ex);
			return false;
		}
	}

	private void answer(String dataSource, Waiting questions) {
		// Whoever adds a question from here on asks anew.
		questions.asked.set(false);
		List<Question> answered = new ArrayList<>();
		for (Question next = questions.queue.poll(); next != null; next = questions.queue.poll()) {
			answered.add(next);
		}
		try {
			List<Participant> found = InnodbReport.parse(status(dataSource));
			answered.forEach((question) -> answer(question, found));
		}
		catch (SQLException ex) {
			boolean denied = ex.getErrorCode() == ACCESS_DENIED;
			if (denied) {
				this.refusedUntil.put(dataSource, this.clock.instant().plus(PAUSE_AFTER_REFUSAL));
			}
			answered.forEach((question) -> this.result.accept(question.deadlock(),
					question.deadlock().with(List.of(), denied ? NOT_GRANTED : NO_ANSWER)));
		}
	}

	private void answer(Question question, List<Participant> found) {
		boolean same = found.stream().anyMatch((one) -> one.session() == question.session());
		if (!same) {
			this.result.accept(question.deadlock(), question.deadlock().with(List.of(), OVERTAKEN));
			return;
		}
		List<Participant> named = found.stream()
			.map((one) -> one.by(question.operations().get(one.session()), one.session() == question.session()))
			.toList();
		this.result.accept(question.deadlock(), question.deadlock().with(named, null));
	}

	private String status(String dataSource) throws SQLException {
		try (Connection connection = this.connections.open(dataSource, TIMEOUT);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SHOW ENGINE INNODB STATUS")) {
			return rows.next() ? String.valueOf(rows.getString("Status")) : "";
		}
	}

	/**
	 * A deadlock that waits for an answer.
	 */
	private record Question(Deadlock deadlock, long session, Map<Long, String> operations) {

	}

	/**
	 * The questions about the deadlocks of a data source that wait to be asked together.
	 */
	private static final class Waiting {

		private final Queue<Question> queue = new ConcurrentLinkedQueue<>();

		private final AtomicBoolean asked = new AtomicBoolean();

	}

}
