package dev.mainstay.pool;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.JdbcUrl;
import dev.mainstay.datasource.StatementListener;
import dev.mainstay.datasource.TransactionHook;
import dev.mainstay.failure.FailureListener;
import dev.mainstay.pool.session.GuardExplanation;
import dev.mainstay.pool.session.SessionGuards;
import dev.mainstay.pool.session.SessionPlan;
import dev.mainstay.pool.session.SessionSettings;

/**
 * Takes pools into care before they are started: tunes them, plans the guards of their
 * sessions and puts the counting data source below them.
 */
public final class PoolCare {

	private final LongSupplier nanoTime;

	private final PoolListeners listeners;

	/**
	 * Create the care.
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 */
	public PoolCare(LongSupplier nanoTime) {
		this(nanoTime, List::of, List::of, List::of);
	}

	/**
	 * Create the care.
	 * @param nanoTime the source of elapsed time, in nanoseconds
	 * @param hooks who takes part in the transactions, in their order; asked for once, at
	 * the first use of a connection
	 * @param failureListeners who hears of the errors; asked for once, at the first error
	 * @param statementListeners who hears of the statements, in their order; asked for
	 * once, at the first statement
	 */
	public PoolCare(LongSupplier nanoTime, Supplier<List<TransactionHook>> hooks,
			Supplier<List<FailureListener>> failureListeners, Supplier<List<StatementListener>> statementListeners) {
		this.nanoTime = nanoTime;
		this.listeners = new PoolListeners(hooks, failureListeners, statementListeners);
	}

	/**
	 * Take a pool into care.
	 * @param name the bean name of the data source
	 * @param dataSource the data source; if it is running already it is left as it is
	 * @param poolSettings how to tune it, or {@code null} not to
	 * @param sessionSettings how to guard its sessions, or {@code null} not to
	 * @param choices what the user configured
	 * @return the pool in care
	 */
	public ManagedPool take(String name, HikariDataSource dataSource, @Nullable PoolSettings poolSettings,
			@Nullable SessionSettings sessionSettings, UserChoices choices) {
		JdbcUrl url = JdbcUrl.parse(dataSource.getJdbcUrl());
		ConnectionEvents events = new ConnectionEvents();
		boolean running = dataSource.getHikariPoolMXBean() != null;
		boolean opened = !running && canOpen(dataSource);
		List<PoolSetting> settings = List.of();
		if (running) {
			settings = List.of(PoolSetting.leftAlone("pool", dataSource.getPoolName(), "it was started before"));
		}
		else if (poolSettings != null) {
			settings = new PoolTuner(dataSource, choices).tune(poolSettings, url);
		}
		SessionPlan plan = (opened && sessionSettings != null)
				? SessionGuards.plan(url.with(dataSource.getDataSourceProperties()), sessionSettings)
				: SessionPlan.none();
		plan.driverProperties().forEach(dataSource::addDataSourceProperty);
		PhysicalDataSource physical = opened ? putBelow(dataSource, plan, events) : null;
		GuardExplanation explanation = new GuardExplanation(plan, sessionSettings);
		Demotion demotion = new Demotion(name, dataSource, url.product(), events, this.nanoTime);
		Suspicion suspicion = new Suspicion(dataSource, events, this.nanoTime);
		PoolAdvice advice = new PoolAdvice(name, dataSource, url.product(), plan, explanation, events, demotion,
				() -> physical == null || physical.isGuarded(), this.listeners, suspicion, this.nanoTime);
		int instances = (poolSettings != null) ? poolSettings.expectedInstances() : 1;
		Duration leakThreshold = (poolSettings != null) ? poolSettings.leakThreshold() : Duration.ZERO;
		LeakAction leakAction = (poolSettings != null) ? poolSettings.leakAction() : LeakAction.REPORT;
		return new ManagedPool(name, dataSource, url, settings, plan, events, advice, suspicion, physical, instances,
				leakThreshold, leakAction);
	}

	private static boolean canOpen(HikariDataSource dataSource) {
		return dataSource.getDataSourceClassName() == null && dataSource.getDataSourceJNDI() == null
				&& (dataSource.getDataSource() != null || dataSource.getJdbcUrl() != null);
	}

	private PhysicalDataSource putBelow(HikariDataSource dataSource, SessionPlan plan, ConnectionEvents events) {
		DataSource own = dataSource.getDataSource();
		PhysicalDataSource physical = new PhysicalDataSource(JdbcUrl.parse(dataSource.getJdbcUrl()).product(), own,
				() -> new DriverDataSource(dataSource.getJdbcUrl(), dataSource.getDriverClassName(),
						dataSource.getDataSourceProperties(), dataSource.getUsername(), dataSource.getPassword()),
				plan.statements(), events, this.nanoTime, () -> Duration.ofMillis(dataSource.getMaxLifetime()));
		dataSource.setDataSource(physical);
		return physical;
	}

}
