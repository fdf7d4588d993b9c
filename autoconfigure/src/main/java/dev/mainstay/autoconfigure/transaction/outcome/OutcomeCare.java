package dev.mainstay.autoconfigure.transaction.outcome;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.transaction.outcome.CommitOutcomes;
import dev.mainstay.transaction.outcome.OutcomeMode;

/**
 * Looks whether data sources can leave evidence behind as soon as they are used, and
 * deletes markers that are too old, on one thread while the application runs.
 */
final class OutcomeCare implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(OutcomeCare.class);

	private final CommitOutcomes outcomes;

	private final OutcomeMarkerProperties properties;

	private final ManagedPools pools;

	private volatile @Nullable ScheduledThreadPoolExecutor executor;

	OutcomeCare(CommitOutcomes outcomes, OutcomeMarkerProperties properties, ManagedPools pools) {
		this.outcomes = outcomes;
		this.properties = properties;
		this.pools = pools;
	}

	@Override
	public void start() {
		if (this.properties.mode() == OutcomeMode.NONE) {
			return;
		}
		rejectUnsupported();
		CustomizableThreadFactory threads = new CustomizableThreadFactory("db-outcome-");
		threads.setDaemon(true);
		ScheduledThreadPoolExecutor single = new ScheduledThreadPoolExecutor(1, threads);
		this.executor = single;
		this.pools.forEach((pool) -> pool.whenConnected((version) -> check(single, pool)));
		if (this.properties.mode() == OutcomeMode.TABLE && !this.properties.purgeInterval().isZero()) {
			schedule(single);
		}
	}

	private void rejectUnsupported() {
		List<String> unsupported = this.outcomes.unsupported();
		if (!unsupported.isEmpty() && this.outcomes.supported().isEmpty()) {
			throw new InvalidPropertyException(OutcomeMarkerProperties.PREFIX + ".mode", text(this.properties.mode()),
					"does not work with the database of data source '%s'".formatted(unsupported.get(0)),
					"transaction-id works with PostgreSQL, table with PostgreSQL, MariaDB, MySQL and H2. "
							+ "Type %s.mode=none for others.".formatted(OutcomeMarkerProperties.PREFIX));
		}
		for (String dataSource : unsupported) {
			logger.warn(
					"Data source '{}': its database does not work with {}.mode={}, so a commit without an answer "
							+ "stays unknown",
					dataSource, OutcomeMarkerProperties.PREFIX, text(this.properties.mode()));
		}
	}

	private static String text(OutcomeMode mode) {
		return (mode == OutcomeMode.TABLE) ? "table" : "transaction-id";
	}

	private void check(ScheduledThreadPoolExecutor single, ManagedPool pool) {
		try {
			single.execute(() -> check(pool.name()));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The application is closing: data source '{}' is not checked", pool.name(), ex);
		}
	}

	private void check(String dataSource) {
		try {
			String problem = this.outcomes.findProblem(dataSource);
			if (problem != null) {
				logger.warn("{}; its transactions will fail until that is mended", problem);
			}
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug("Data source '{}' could not be checked", dataSource, ex);
		}
	}

	// Instances that were started together do not delete together.
	private void schedule(ScheduledThreadPoolExecutor single) {
		long millis = this.properties.purgeInterval().toMillis();
		long delay = ThreadLocalRandom.current().nextLong(millis / 2, millis + 1);
		try {
			single.schedule(() -> {
				this.outcomes.marked().forEach((dataSource) -> purge(single, dataSource));
				schedule(single);
			}, delay, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The application is closing: no more markers are deleted", ex);
		}
	}

	private void purge(ScheduledThreadPoolExecutor single, String dataSource) {
		try {
			boolean more = true;
			while (more && !single.isShutdown()) {
				more = this.outcomes.purge(dataSource);
			}
		}
		catch (SQLException | RuntimeException ex) {
			logger.warn("Data source '{}': old markers of commits could not be deleted from {}: {}", dataSource,
					this.properties.table(), ex.getMessage());
		}
	}

	@Override
	public void stop() {
		ScheduledThreadPoolExecutor current = this.executor;
		if (current != null) {
			current.shutdownNow();
			this.executor = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.executor != null;
	}

}
