package dev.mainstay.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import dev.mainstay.admission.Gates;
import dev.mainstay.admission.breaker.Breakers;
import dev.mainstay.admission.holder.HeldTimes;
import dev.mainstay.admission.holder.HttpCalls;
import dev.mainstay.admission.holder.LeakWatch;
import dev.mainstay.admission.holder.metrics.HolderMeters;
import dev.mainstay.admission.metrics.BreakerMeters;
import dev.mainstay.admission.metrics.GateMeters;
import dev.mainstay.admission.metrics.ScalingMeters;
import dev.mainstay.admission.scaling.PoolScaling;
import dev.mainstay.autoconfigure.admission.DatabaseAdmissionAutoConfiguration;
import dev.mainstay.autoconfigure.admission.DatabaseBreakerAutoConfiguration;
import dev.mainstay.autoconfigure.admission.DatabaseHolderAutoConfiguration;
import dev.mainstay.autoconfigure.admission.DatabaseScalingAutoConfiguration;
import dev.mainstay.autoconfigure.constraint.DatabaseConstraintAutoConfiguration;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.constraint.ViolationCounts;
import dev.mainstay.constraint.metrics.ConstraintMeters;
import dev.mainstay.pool.LeakAction;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.pool.metrics.PoolMeters;

/**
 * Auto-configuration of the meters of pools, their gates, breakers, holders and sizes,
 * and constraints.
 */
@AutoConfiguration(after = { DatabasePoolAutoConfiguration.class, DatabaseConstraintAutoConfiguration.class,
		DatabaseAdmissionAutoConfiguration.class, DatabaseBreakerAutoConfiguration.class,
		DatabaseHolderAutoConfiguration.class, DatabaseScalingAutoConfiguration.class })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@ConditionalOnBean(ManagedPools.class)
public final class DatabaseMetricsAutoConfiguration {

	// A pool is in care only once its bean was made, which may be later, and again.
	@Bean
	MeterBinder mainstayPoolMeters(ManagedPools pools) {
		return (registry) -> pools.forEach((pool) -> new PoolMeters(pools, pool.name()).bindTo(registry));
	}

	@Bean
	@ConditionalOnBean(Gates.class)
	MeterBinder mainstayGateMeters(Gates gates) {
		return (registry) -> gates.forEach((name, gate) -> gate.segments()
			.forEach((segment) -> new GateMeters(gates, name, segment.name()).bindTo(registry)));
	}

	@Bean
	@ConditionalOnBean(Breakers.class)
	MeterBinder mainstayBreakerMeters(ManagedPools pools, Breakers breakers) {
		return (registry) -> pools.forEach((pool) -> new BreakerMeters(breakers, pool.name()).bindTo(registry));
	}

	@Bean
	@ConditionalOnBean({ LeakWatch.class, HeldTimes.class, HttpCalls.class })
	MeterBinder mainstayHolderMeters(ManagedPools pools, LeakWatch leaks, HeldTimes times, HttpCalls calls) {
		return (registry) -> pools
			.forEach((pool) -> new HolderMeters(leaks, times, calls, pool.name(), pool.leakAction() == LeakAction.EVICT)
				.bindTo(registry));
	}

	@Bean
	@ConditionalOnBean(PoolScaling.class)
	MeterBinder mainstayScalingMeters(PoolScaling scaling) {
		return (registry) -> scaling
			.forEach((name, settings) -> new ScalingMeters(scaling, name, settings.enabled()).bindTo(registry));
	}

	@Bean
	@ConditionalOnBean(ViolationCounts.class)
	MeterBinder mainstayConstraintMeters(ManagedPools pools, ViolationCounts counts) {
		return (registry) -> pools.forEach((pool) -> new ConstraintMeters(counts, pool.name()).bindTo(registry));
	}

}
