package dev.mainstay.autoconfigure.admission;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

import dev.mainstay.admission.Gate;
import dev.mainstay.admission.Gates;
import dev.mainstay.admission.holder.ExhaustionLog;
import dev.mainstay.admission.holder.HeldTimes;
import dev.mainstay.admission.holder.HolderReports;
import dev.mainstay.admission.holder.HolderSettings;
import dev.mainstay.admission.holder.HttpCalls;
import dev.mainstay.admission.holder.LeakWatch;
import dev.mainstay.admission.holder.PoolFigures;
import dev.mainstay.admission.holder.WatchedPool;
import dev.mainstay.admission.holder.WatchedPools;
import dev.mainstay.autoconfigure.background.PeriodicTask;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.autoconfigure.pool.PoolProperties;
import dev.mainstay.pool.LeakAction;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.pool.PoolSnapshot;
import dev.mainstay.transaction.statistics.OperationName;

/**
 * Auto-configuration of reports of who has the connections, with or without a gate.
 */
@AutoConfiguration(after = { DatabasePoolAutoConfiguration.class, DatabaseAdmissionAutoConfiguration.class })
@ConditionalOnBean(ManagedPools.class)
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@EnableConfigurationProperties(AdmissionProperties.class)
public final class DatabaseHolderAutoConfiguration {

	private static final Duration LONGEST_REST = Duration.ofSeconds(1);

	private static final Duration SHORTEST_REST = Duration.ofMillis(50);

	@Bean
	@ConditionalOnMissingBean
	WatchedPools mainstayWatchedPools(ManagedPools pools, ObjectProvider<Gates> gates,
			ObjectProvider<SegmentPlan> plan) {
		WatchedPools watched = new WatchedPools();
		pools.forEach((pool) -> watched.add(new WatchedPool(pool.name(), sizedBy(pool, plan), pool.lentConnections(),
				() -> figures(pool), () -> gate(gates, pool.name()), pool.leakThreshold(),
				pool.leakAction() == LeakAction.EVICT, System::nanoTime)));
		return watched;
	}

	private static String sizedBy(ManagedPool pool, ObjectProvider<SegmentPlan> plan) {
		SegmentPlan segments = plan.getIfAvailable();
		String segment = (segments != null) ? segments.dedicatedSegment(pool.name()) : null;
		return (segment != null) ? "db.segments." + segment + ".max" : "db.pool.size, db.pool.max-overflow";
	}

	private static PoolFigures figures(ManagedPool pool) {
		PoolSnapshot snapshot = pool.snapshot();
		return new PoolFigures(snapshot.total(), snapshot.active(), snapshot.idle(), snapshot.waiting(),
				snapshot.maximum(), pool.events().isFailing());
	}

	private static @Nullable Gate gate(ObjectProvider<Gates> gates, String name) {
		Gates all = gates.getIfAvailable();
		return (all != null) ? all.find(name) : null;
	}

	@Bean
	@ConditionalOnMissingBean
	HolderReports mainstayHolderReports(WatchedPools pools) {
		return new HolderReports(pools);
	}

	// Made even if the others are made when they are needed: they have to listen.
	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	ExhaustionLog mainstayExhaustionLog(ManagedPools pools, WatchedPools watched, HolderReports reports,
			HolderSettings settings) {
		ExhaustionLog log = new ExhaustionLog(watched, reports, settings, System::nanoTime);
		pools.forEach((pool) -> pool.whenAcquireFailed((error) -> log.timedOut(pool.name(), error)));
		return log;
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	HeldTimes mainstayHeldTimes(ManagedPools pools, HolderSettings settings, BeanFactory beanFactory) {
		HeldTimes times = new HeldTimes(settings, packages(beanFactory));
		pools.forEach((pool) -> pool.lentConnections().whenReturned(times.listener(pool.name())));
		return times;
	}

	@Bean
	@ConditionalOnMissingBean
	LeakWatch mainstayLeakWatch(WatchedPools pools, BeanFactory beanFactory) {
		return new LeakWatch(pools, packages(beanFactory));
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	HttpCalls mainstayHttpCalls(WatchedPools pools, HolderSettings settings, BeanFactory beanFactory) {
		return new HttpCalls(pools, settings, OperationName::current, packages(beanFactory));
	}

	@Bean
	PeriodicTask mainstayLeakSchedule(LeakWatch watch, PoolProperties properties) {
		Duration rest = properties.leakThreshold().dividedBy(4);
		Duration atLeast = (rest.compareTo(SHORTEST_REST) < 0) ? SHORTEST_REST : rest;
		boolean none = properties.leakThreshold().isZero();
		return new PeriodicTask("db-leaks", (none || atLeast.compareTo(LONGEST_REST) > 0) ? LONGEST_REST : atLeast,
				watch::look);
	}

	private static List<String> packages(BeanFactory beanFactory) {
		return AutoConfigurationPackages.has(beanFactory) ? AutoConfigurationPackages.get(beanFactory) : List.of();
	}

}
