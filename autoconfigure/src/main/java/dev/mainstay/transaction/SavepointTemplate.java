package dev.mainstay.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.retry.backoff.Sleeper;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.NestedTransactionNotSupportedException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureKind;

/**
 * Runs blocks of code inside of an open transaction so that a block which fails is undone
 * alone and the transaction goes on. A block is tried again after failures that pass and
 * leave the transaction alive: a lock that somebody else holds, and what it says besides.
 * A deadlock or a serialization conflict ends the whole transaction; it is thrown and has
 * to be tried again where the transaction began. Immutable and safe for use by many
 * threads.
 * <p>
 * Blocks are for JDBC and what is built on it. What a JPA session remembers is not undone
 * with the database, so a block that fails while the session holds entities takes the
 * transaction with it.
 */
public final class SavepointTemplate {

	private static final Logger logger = LoggerFactory.getLogger(SavepointTemplate.class);

	private final DataSource dataSource;

	private final Supplier<List<AttemptCare>> care;

	private final Sleeper sleeper;

	private final RetryRule rule;

	/**
	 * Create a template.
	 * @param dataSource the data source of the transactions
	 * @param settings how often and after which time a block is tried again
	 * @param care who knows what sessions remember
	 * @param sleeper how to wait between attempts
	 */
	public SavepointTemplate(DataSource dataSource, RetrySettings settings, Supplier<List<AttemptCare>> care,
			Sleeper sleeper) {
		this(dataSource, care, sleeper, RetryRule.of(settings, true)
			.withWanted(EnumSet.of(FailureKind.LOCK_TIMEOUT, FailureKind.LOCK_NOT_AVAILABLE)));
	}

	private SavepointTemplate(DataSource dataSource, Supplier<List<AttemptCare>> care, Sleeper sleeper,
			RetryRule rule) {
		this.dataSource = dataSource;
		this.care = care;
		this.sleeper = sleeper;
		this.rule = rule;
	}

	/**
	 * Return a template with a number of attempts.
	 * @param attempts most attempts of a block, the first one included
	 * @return the template
	 */
	public SavepointTemplate withAttempts(int attempts) {
		if (attempts < 1) {
			throw new IllegalArgumentException("There must be at least 1 attempt, but there are " + attempts);
		}
		return new SavepointTemplate(this.dataSource, this.care, this.sleeper,
				this.rule.withAttempts(attempts, attempts));
	}

	/**
	 * Return a template that tries blocks again after further kinds of failures.
	 * @param kinds kinds that leave a transaction alive, such as
	 * {@link FailureKind#CONSTRAINT}
	 * @return the template
	 */
	public SavepointTemplate withRetryOn(FailureKind... kinds) {
		Set<FailureKind> wanted = EnumSet.copyOf(this.rule.wanted());
		wanted.addAll(Set.of(kinds));
		return new SavepointTemplate(this.dataSource, this.care, this.sleeper, this.rule.withWanted(wanted));
	}

	/**
	 * Run a block.
	 * @param work what it does
	 * @param <T> the type of the result
	 * @param <E> the type of what it throws
	 * @return its result
	 * @throws E its failure, after it was undone; the transaction can go on unless the
	 * failure ended it
	 * @throws IllegalTransactionStateException if no transaction is open
	 * @throws NestedTransactionNotSupportedException if the database has no savepoints
	 */
	public <T extends @Nullable Object, E extends Throwable> T run(Work<T, E> work) throws E {
		ConnectionHolder holder = holder();
		for (int attempt = 1;; attempt++) {
			boolean condemned = holder.isRollbackOnly();
			Savepoint savepoint = savepoint(holder);
			try {
				T result = work.run();
				release(holder.getConnection(), savepoint);
				return result;
			}
			catch (Throwable ex) {
				boolean alive = undo(holder, savepoint, ex) && !condemned;
				FailureKind kind = UnitFailures.classify(ex).kind();
				boolean again = kind.reaction() == FailureKind.Reaction.RETRY_IF_WANTED
						&& attempt < this.rule.attempts(kind);
				if (alive) {
					// What a method inside of the block has condemned was undone with it.
					holder.resetRollbackOnly();
				}
				if (!alive || !again || !pause(attempt)) {
					throw ex;
				}
			}
		}
	}

	private ConnectionHolder holder() {
		if (!TransactionSynchronizationManager.isActualTransactionActive()) {
			throw new IllegalTransactionStateException(
					"A savepoint needs an open transaction; TransactionRetryTemplate begins one");
		}
		Object resource = TransactionSynchronizationManager.getResource(this.dataSource);
		if (resource instanceof ConnectionHolder holder) {
			return holder;
		}
		throw new IllegalTransactionStateException(
				"The open transaction is not one of this data source, so it has no savepoints here");
	}

	private static Savepoint savepoint(ConnectionHolder holder) {
		try {
			return holder.getConnection().setSavepoint();
		}
		catch (SQLException ex) {
			throw new NestedTransactionNotSupportedException("The savepoint was not set", ex);
		}
	}

	private static void release(Connection connection, Savepoint savepoint) {
		try {
			connection.releaseSavepoint(savepoint);
		}
		catch (SQLException ex) {
			// Oracle and SQL Server keep savepoints until the transaction ends. If the
			// transaction is gone, its next statement says so.
			logger.debug("A savepoint was not released", ex);
		}
	}

	// Whether the transaction can go on.
	private boolean undo(ConnectionHolder holder, Savepoint savepoint, Throwable error) {
		Failure failure = UnitFailures.classify(error);
		if (failure.kind().endsSession() || failure.forbidsCommit() || isOver(failure.kind())) {
			return false;
		}
		try {
			holder.getConnection().rollback(savepoint);
		}
		catch (SQLException ex) {
			error.addSuppressed(ex);
			holder.setRollbackOnly();
			return false;
		}
		List<AttemptCare> sessions = this.care.get();
		if (sessions.stream().anyMatch(AttemptCare::holdsEntities)) {
			sessions.forEach(AttemptCare::forbidCommit);
			holder.setRollbackOnly();
			return false;
		}
		return true;
	}

	private static boolean isOver(FailureKind kind) {
		return kind == FailureKind.DEADLOCK || kind == FailureKind.SERIALIZATION_CONFLICT
				|| kind == FailureKind.COMMIT_OUTCOME_UNKNOWN;
	}

	private boolean pause(int failed) {
		try {
			long nanos = ThreadLocalRandom.current().nextLong(this.rule.longestDelayNanos(failed) + 1);
			this.sleeper.sleep(Duration.ofNanos(nanos).toMillis());
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
