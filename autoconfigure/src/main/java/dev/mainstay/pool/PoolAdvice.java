package dev.mainstay.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import com.zaxxer.hikari.HikariDataSource;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.ConnectionAdvice;
import dev.mainstay.datasource.ConnectionTakenException;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.LentConnections;
import dev.mainstay.datasource.StatementLimit;
import dev.mainstay.datasource.StatementListener;
import dev.mainstay.datasource.TransactionEndedException;
import dev.mainstay.datasource.TransactionHook;
import dev.mainstay.failure.FailureClassifier;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.pool.session.GuardExplanation;
import dev.mainstay.pool.session.SessionPlan;
import dev.mainstay.sql.SingleRead;
import dev.mainstay.sql.SqlDialect;

/**
 * What a pool does about the errors and the limits of its connections.
 * <p>
 * HikariCP evicts connections whose errors say that the link is broken. Not evicted by it
 * are those that the server ended because of a timeout, and those to a server that was
 * demoted; they are retired here. A connection is not taken away while somebody works
 * with it, so that its transaction can still be rolled back and the first error is the
 * one that is seen.
 */
final class PoolAdvice implements ConnectionAdvice {

	private final String name;

	private final HikariDataSource dataSource;

	private final DatabaseProduct product;

	private final SessionPlan plan;

	private final GuardExplanation explanation;

	private final ConnectionEvents events;

	private final Demotion demotion;

	private final BooleanSupplier guarded;

	private final PoolListeners listeners;

	private final Suspicion suspicion;

	private final LongSupplier nanoTime;

	private final LentConnections lentConnections = new LentConnections();

	private final boolean mariaDbDriver;

	PoolAdvice(String name, HikariDataSource dataSource, DatabaseProduct product, SessionPlan plan,
			GuardExplanation explanation, ConnectionEvents events, Demotion demotion, BooleanSupplier guarded,
			PoolListeners listeners, Suspicion suspicion, LongSupplier nanoTime) {
		this.name = name;
		this.dataSource = dataSource;
		this.product = product;
		this.plan = plan;
		this.explanation = explanation;
		this.events = events;
		this.demotion = demotion;
		this.guarded = guarded;
		this.listeners = listeners;
		this.suspicion = suspicion;
		this.nanoTime = nanoTime;
		this.mariaDbDriver = String.valueOf(dataSource.getJdbcUrl()).startsWith("jdbc:mariadb:");
	}

	@Override
	public String dataSource() {
		return this.name;
	}

	@Override
	public DatabaseProduct product() {
		return this.product;
	}

	@Override
	public List<TransactionHook> hooks() {
		return this.listeners.hooks();
	}

	@Override
	public StatementListener statementListener() {
		return this.listeners.statementListener();
	}

	@Override
	public LentConnections lentConnections() {
		return this.lentConnections;
	}

	@Override
	public long nanoTime() {
		return this.nanoTime.getAsLong();
	}

	@Override
	public boolean isFailed(AdvisedConnection connection) throws SQLException {
		return this.product == DatabaseProduct.POSTGRESQL && PostgresTransaction.isFailed(connection.delegate());
	}

	@Override
	public boolean isEmpty(AdvisedConnection connection) throws SQLException {
		return this.product == DatabaseProduct.POSTGRESQL && PostgresTransaction.isIdle(connection.delegate());
	}

	@Override
	public boolean isStandby(AdvisedConnection connection) throws SQLException {
		return this.product == DatabaseProduct.POSTGRESQL && PostgresRole.isStandby(connection.delegate());
	}

	@Override
	public boolean isRead(String sql) {
		return SingleRead.isRead(sql, SqlDialect.of(this.product));
	}

	@Override
	public boolean isRolledBackAtCommit(SQLException error) {
		return FailureClassifier.atCommit(error, this.product).isDefinite();
	}

	@Override
	public void endLeftOpen(AdvisedConnection connection, boolean begun) throws SQLException {
		Connection lent = connection.delegate();
		switch (this.product) {
			case POSTGRESQL -> {
				if (PostgresTransaction.isOpen(lent)) {
					execute(lent, List.of("ROLLBACK"));
				}
			}
			// MariaDB's driver asks the server only if the server said that there is one.
			case MYSQL -> {
				if (this.mariaDbDriver) {
					lent.rollback();
				}
				else if (begun) {
					execute(lent, List.of("ROLLBACK"));
				}
			}
			default -> {
				if (begun) {
					execute(lent, List.of("ROLLBACK"));
				}
			}
		}
	}

	@Override
	public SQLException explain(SQLException error, AdvisedConnection connection, boolean limited) {
		FailureKind kind = FailureClassifier.kindOf(error, this.product);
		this.listeners.failed(this.name, kind, error);
		SQLException explained = explained(error, kind, connection, limited);
		// Where a lent connection says that it cannot connect, it had to and could not.
		if (kind.endsSession() || kind == FailureKind.CANNOT_CONNECT) {
			connection.lose();
			connection.endTransaction(explained);
			this.suspicion.raise();
			// Others say nothing of the server: it was there to end the session.
			if (kind == FailureKind.CONNECTION_LOST || kind == FailureKind.CANNOT_CONNECT) {
				this.events.lost();
			}
		}
		else if (FailureClassifier.forbidsCommit(error, this.product)) {
			connection.endTransaction(explained);
		}
		else {
			connection.failTransaction(explained, kind == FailureKind.TRANSACTION_ABORTED);
		}
		if (this.demotion.isShownBy(kind, connection)) {
			connection.retire();
			this.demotion.happened();
		}
		return explained;
	}

	private SQLException explained(SQLException error, FailureKind kind, AdvisedConnection connection,
			boolean limited) {
		boolean ownLimit = kind == FailureKind.STATEMENT_TIMEOUT && limited && !tellsTimeoutsApart();
		StatementLimit limit = connection.statementLimit();
		if (!ownLimit && limit != null && kind == FailureKind.STATEMENT_TIMEOUT) {
			return this.explanation.explain(error, limit);
		}
		boolean said = error instanceof TransactionEndedException || error instanceof ConnectionTakenException;
		return (said || ownLimit || !this.guarded.getAsBoolean()) ? error : this.explanation.explain(error, kind);
	}

	// PostgreSQL's driver keeps to a statement's own timeout by a cancel, which is
	// another error. To other databases they are one.
	private boolean tellsTimeoutsApart() {
		return this.product == DatabaseProduct.POSTGRESQL;
	}

	@Override
	public void liftLimits(AdvisedConnection connection) throws SQLException {
		if (this.guarded.getAsBoolean()) {
			execute(connection, this.plan.liftingStatements());
		}
	}

	@Override
	public void restoreLimits(AdvisedConnection connection) throws SQLException {
		if (!this.guarded.getAsBoolean()) {
			return;
		}
		if (this.plan.restoredByReconnect()) {
			connection.replace();
			return;
		}
		execute(connection, this.plan.statements());
		String initSql = this.dataSource.getConnectionInitSql();
		if (initSql != null) {
			execute(connection, List.of(initSql));
		}
	}

	@Override
	public void discard(Connection connection, boolean failed) throws SQLException {
		if (failed) {
			this.events.record(ConnectionEvent.EVICTED);
		}
		this.dataSource.evictConnection(connection);
		release(connection);
	}

	@Override
	public void sever(Connection connection) throws SQLException {
		this.events.record(ConnectionEvent.EVICTED);
		try {
			connection.abort(Runnable::run);
		}
		finally {
			this.dataSource.evictConnection(connection);
		}
	}

	@Override
	public void release(Connection connection) throws SQLException {
		try {
			connection.close();
		}
		catch (NullPointerException ex) {
			// HikariCP 7.0 puts settings such as auto-commit back on a connection that it
			// has just let go of. Everything else is done by then.
		}
	}

	private static void execute(Connection connection, List<String> statements) throws SQLException {
		for (String sql : statements) {
			try (Statement statement = connection.createStatement()) {
				statement.execute(sql);
			}
		}
	}

}
