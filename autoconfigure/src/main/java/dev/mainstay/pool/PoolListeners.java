package dev.mainstay.pool;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.StatementListener;
import dev.mainstay.datasource.StatementListeners;
import dev.mainstay.datasource.TransactionHook;
import dev.mainstay.failure.FailureKind;
import dev.mainstay.failure.FailureListener;

/**
 * Those who want to know what happens on the connections of the pools. They are asked for
 * late: a pool is made before most of an application is. Safe for use by many threads.
 */
final class PoolListeners {

	private static final Logger logger = LoggerFactory.getLogger(PoolListeners.class);

	private final Supplier<List<TransactionHook>> hookSource;

	private final Supplier<List<FailureListener>> failureListenerSource;

	private volatile @Nullable List<TransactionHook> hooks;

	private volatile @Nullable List<FailureListener> failureListeners;

	private final Supplier<List<StatementListener>> statementListenerSource;

	private volatile @Nullable StatementListener statementListener;

	private final AtomicBoolean statementListenersMissed = new AtomicBoolean();

	PoolListeners(Supplier<List<TransactionHook>> hookSource, Supplier<List<FailureListener>> failureListenerSource,
			Supplier<List<StatementListener>> statementListenerSource) {
		this.hookSource = hookSource;
		this.failureListenerSource = failureListenerSource;
		this.statementListenerSource = statementListenerSource;
	}

	StatementListener statementListener() {
		StatementListener known = this.statementListener;
		return (known != null) ? known : findStatementListener();
	}

	/*
	 * Beans are asked for outside of the lock: whoever makes one may wait for a thread
	 * that waits for the lock. A listener may need what uses the database while it is
	 * being made; that must neither fail nor be missed from then on.
	 */
	private StatementListener findStatementListener() {
		List<StatementListener> found;
		try {
			found = this.statementListenerSource.get();
		}
		catch (RuntimeException ex) {
			if (this.statementListenersMissed.compareAndSet(false, true)) {
				logger.warn("Statements are not listened to until the listeners can be made", ex);
			}
			return StatementListeners.NOBODY;
		}
		return keep(StatementListeners.of(found));
	}

	// Always the same one, because each switches off what fails.
	private synchronized StatementListener keep(StatementListener found) {
		StatementListener known = this.statementListener;
		if (known == null) {
			known = found;
			this.statementListener = known;
		}
		return known;
	}

	List<TransactionHook> hooks() {
		List<TransactionHook> known = this.hooks;
		if (known == null) {
			known = List.copyOf(this.hookSource.get());
			this.hooks = known;
		}
		return known;
	}

	void failed(String dataSource, FailureKind kind, SQLException error) {
		List<FailureListener> known = this.failureListeners;
		if (known == null) {
			known = List.copyOf(this.failureListenerSource.get());
			this.failureListeners = known;
		}
		for (FailureListener listener : known) {
			try {
				listener.failed(dataSource, kind, error);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener failed to hear of an error of data source '{}' and hears of no further ones",
						dataSource, ex);
				switchOff(listener);
			}
		}
	}

	private synchronized void switchOff(FailureListener listener) {
		List<FailureListener> known = this.failureListeners;
		if (known != null) {
			List<FailureListener> left = new ArrayList<>(known);
			left.remove(listener);
			this.failureListeners = List.copyOf(left);
		}
	}

}
